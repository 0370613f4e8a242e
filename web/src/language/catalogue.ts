import type account from './en/account.json'
import type alerting from './en/alerting.json'
import alerts from './en/alerts.json' with { type: 'json' }
import type audit from './en/audit.json'
import cases from './en/cases.json' with { type: 'json' }
import type care from './en/care.json'
import type centre from './en/centre.json'
import type compliance from './en/compliance.json'
import type dashboard from './en/dashboard.json'
import type history from './en/history.json'
import notes from './en/notes.json' with { type: 'json' }
import type people from './en/people.json'
import type registers from './en/registers.json'
import shell from './en/shell.json' with { type: 'json' }
import words from './en/words.json' with { type: 'json' }

/** The English texts that many pages use, by part of the app. Another language is a folder with the same files. */
export const english = { words, shell, cases, notes, alerts }

/** Texts of one page only; they travel with its code and are added by `addTexts`. */
export interface PageTexts {
  account: typeof account
  alerting: typeof alerting
  audit: typeof audit
  care: typeof care
  centre: typeof centre
  compliance: typeof compliance
  dashboard: typeof dashboard
  history: typeof history
  people: typeof people
  registers: typeof registers
}

export type Catalogue = typeof english & PageTexts
