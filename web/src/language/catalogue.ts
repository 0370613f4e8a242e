import alerts from './en/alerts.json' with { type: 'json' }
import account from './en/account.json' with { type: 'json' }
import cases from './en/cases.json' with { type: 'json' }
import centre from './en/centre.json' with { type: 'json' }
import compliance from './en/compliance.json' with { type: 'json' }
import history from './en/history.json' with { type: 'json' }
import notes from './en/notes.json' with { type: 'json' }
import people from './en/people.json' with { type: 'json' }
import shell from './en/shell.json' with { type: 'json' }
import words from './en/words.json' with { type: 'json' }

/** The English texts, by the part of the app that uses them. Another language is a folder with the same files. */
export const english = { words, shell, cases, notes, compliance, alerts, centre, people, account, history }

export type Catalogue = typeof english
