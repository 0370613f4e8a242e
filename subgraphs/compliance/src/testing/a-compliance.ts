import { newId } from '@cma/runtime'
import { aCentre, aViewer, startSubgraph, type SubgraphOptions, type TestCentre } from '@cma/testing'
import type { Role } from '@cma/runtime'
import { subgraph } from '../subgraph.ts'
import { aLedger } from './a-ledger.ts'
import { casework } from './casework.ts'

export type OpenedCase = ReturnType<typeof casework> & {
  centre: TestCentre
  adviserId: string
  /** The input that names an item of its checklists, such as `item('C8-01')`. */
  item(code: string): { caseChecklistId: string; itemId: string }
}

/** The subgraph, with its engine at work and a ledger to tell it what other domains do. */
export async function aCompliance(options: SubgraphOptions = {}) {
  const running = await startSubgraph(subgraph, options)
  const { database, services } = running
  const ledger = aLedger(database, services.nudges)
  const centre = await aCentre(database)

  const openCase = async (
    opening: Parameters<ReturnType<typeof casework>['opened']>[0] & { at?: string | Date; centre?: TestCentre } = {},
  ): Promise<OpenedCase> => {
    const { centre: where = centre, adviserId = newId(), ...rest } = opening
    const work = casework(where)
    // Recorded now, whenever it was opened: an old case is late with its items, and not one on which nothing has happened.
    await ledger.append(work.opened({ adviserId, recordedAt: new Date(), ...rest }))
    await ledger.taken()
    const rows = await database.query<{ code: string; itemId: string; caseChecklistId: string }>(
      `select r.code, i.id "itemId", i.case_checklist_id "caseChecklistId" from compliance.case_checklist_item i
       join compliance.checklist_item r on r.id = i.item_id where i.case_id = $1`,
      [work.caseId],
    )
    const items = new Map(rows.map(({ code, ...item }) => [code, item]))
    return { ...work, centre: where, adviserId: adviserId ?? '', item: (code) => items.get(code)! }
  }
  return {
    ...running,
    ledger,
    centre,
    openCase,
    /** Tells the engine what other domains did, and waits until it is taken. */
    async tell(...events: Parameters<typeof ledger.append>) {
      await ledger.append(...events)
      await ledger.taken()
    },
    /** Seals what commands recorded, and waits until the engine has taken it. */
    async settled() {
      await ledger.seal()
      await ledger.taken()
    },
    someone: (roles: Role[], at: TestCentre = centre, id = newId()) => ({
      id,
      ...running.as(aViewer({ roles, at, id })),
    }),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  }
}

const mutations = {
  recordEvidence: ['RecordEvidenceInput', 'CaseChecklist'],
  withdrawEvidence: ['WithdrawEvidenceInput', 'CaseChecklist'],
  startItem: ['StartItemInput', 'CaseChecklist'],
  markNotApplicable: ['MarkNotApplicableInput', 'CaseChecklist'],
  signOffItem: ['SignOffItemInput', 'CaseChecklist'],
  failItem: ['FailItemInput', 'CaseChecklist'],
  waiveItem: ['WaiveItemInput', 'CaseChecklist'],
  reopenItem: ['ReopenItemInput', 'CaseChecklist'],
  adoptChecklistVersion: ['AdoptChecklistVersionInput', 'CaseChecklist'],
  acknowledgeAlert: ['AcknowledgeAlertInput', 'ComplianceAlert'],
  resolveAlert: ['ResolveAlertInput', 'ComplianceAlert'],
  snoozeAlert: ['SnoozeAlertInput', 'ComplianceAlert'],
  saveAlertPreferences: ['SaveAlertPreferencesInput', 'AlertPreferences'],
} as const
export type MutationName = keyof typeof mutations
export const mutationNames = Object.keys(mutations) as MutationName[]

type Asker = { ask: <Data>(document: string, variables: Record<string, unknown>) => Promise<Data> }
export type Answer = {
  __typename: string
  code?: string
  message?: string
  field?: string | null
  id?: string
  completionPercentage?: number
  status?: string
  doneWeight?: number
  items?: Array<{ id: string; code: string; state: string; done: boolean; evidence: Array<{ id: string }> }>
  state?: string
}

/** Sends one of the commands. */
export async function command(name: MutationName, who: Asker, input: object): Promise<Answer> {
  const [type, result] = mutations[name]
  const fields =
    result === 'CaseChecklist'
      ? 'id completionPercentage status doneWeight applicableWeight items { id code state done evidence { id } }'
      : result === 'AlertPreferences'
        ? 'id quietFrom quietTo quietWeekends digestAt browserNotifications sound kinds { code muted mayBeMuted }'
        : 'id state acknowledgedBy { id } resolvedBy { id } resolution snoozedUntil snoozedBy { id }'
  const document = `mutation ($input: ${type}!) { answer: ${name}(input: $input) { __typename ... on ${result} { ${fields} } ... on Refused { code message field } } }`
  return (await who.ask<{ answer: Answer }>(document, { input })).answer
}

/** The state that an answer shows of an item. */
export const stateOf = (answer: Answer, code: string) => answer.items?.find((item) => item.code === code)?.state
