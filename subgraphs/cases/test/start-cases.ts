import { aCentre, aViewer, startSubgraph, type TestCentre } from '@cma/testing'
import type { Claims, Role } from '@cma/runtime'
import { graphqlStandIn, type StandIn } from './graphql-stand-in.ts'
import { subgraph } from '../src/subgraph.ts'

export type Refusal = { __typename: 'Refused'; code: string; message: string; field: string | null }
export type Outcome = { __typename: string; id: string } & Partial<Refusal> & Partial<Fields> & Record<string, unknown>
/** What several tests ask for by name. */
type Fields = {
  contactPoints: { id: string; value: string; safe: boolean; preferred: boolean }[]
  household: { id: string }[]
  emergencies: { id: string }[]
}

/** The cases subgraph over a database of its own, with a stand-in for the rest of the graph. */
export async function startCases() {
  const stack = new AsyncDisposableStack()
  const graph: StandIn = stack.use(await graphqlStandIn())
  const cases = stack.use(await startSubgraph(subgraph, { routerUrl: graph.url }))
  graph.stageOf = async (caseId) => {
    const rows = await cases.database.query<{ stage: string }>('select stage from cases.case_file where id = $1', [
      caseId,
    ])
    return rows[0]?.stage ?? null
  }
  return {
    graph,
    database: cases.database,
    services: cases.services,
    as: cases.as,
    aCentre: (options?: Parameters<typeof aCentre>[1]) => aCentre(cases.database, options),
    /** Carries out a mutation as the viewer; `fields` are asked of what it gives. */
    async command(viewer: Claims, name: string, input: Record<string, unknown>, fields = ''): Promise<Outcome> {
      const inputType = `${name[0]!.toUpperCase()}${name.slice(1)}Input`
      const document = `mutation ($input: ${inputType}!) { ${name}(input: $input) { __typename ...on ${givenBy[name]} { id ${fields} } ...on Refused { code message field } } }`
      return (await cases.as(viewer).ask<Record<string, Outcome>>(document, { input }))[name]!
    },
    /** The ledger's events, in order, of which one of the entities is this. */
    events: (entityId: string) =>
      cases.database.query<{
        action: string
        facts: Record<string, unknown>
        actor_id: string
        centre_id: string
        entities: Array<{ type: string; id: string }>
      }>(
        `select action, facts, actor_id, centre_id, entities from audit.event where entities @> $1::jsonb order by recorded_at, id`,
        [JSON.stringify([{ id: entityId }])],
      ),
    /** How many rows all of the domain's tables and the ledger hold: unchanged when nothing was written. */
    async rowsWritten(): Promise<string> {
      const tables = await cases.database.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'cases' or (schemaname, tablename) = ('audit', 'event') order by 1`,
      )
      if (tables.length < 15) throw new Error('The tables of the domain were not found')
      const counts = await cases.database.query<{ state: string }>(
        tables
          .map(
            ({ name }) =>
              `select '${name} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as state from ${name} t`,
          )
          .join(' union all '),
      )
      return counts.map(({ state }) => state).join('\n')
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

export type Cases = Awaited<ReturnType<typeof startCases>>

const networkWide: Role[] = ['COMPLIANCE_OFFICER', 'DPO', 'NETWORK_ADMIN', 'AUDITOR']

/** Somebody who holds the role where it is held in life: at the centre, or through its network. */
export function holderOf(role: Role, centre: TestCentre, id?: string): Claims {
  return aViewer({
    roles: [role],
    ...(networkWide.includes(role) ? { throughNetwork: centre } : { at: centre }),
    ...(id && { id }),
    ...(role === 'PARTNER_APP' && { kind: 'PARTNER' as const }),
  })
}

const givenBy: Record<string, string> = {
  ...Object.fromEntries(
    [
      'openCase',
      'changeStage',
      'assignCase',
      'updateCase',
      'recordEmergency',
      'clearEmergency',
      'restrictCase',
      'liftRestriction',
      'breakGlass',
    ].map((name) => [name, 'Case']),
  ),
  ...Object.fromEntries(['addNote', 'amendNote', 'completeFollowUp'].map((name) => [name, 'Note'])),
  ...Object.fromEntries(['saveNoteTemplate', 'retireNoteTemplate'].map((name) => [name, 'NoteTemplate'])),
  ...Object.fromEntries(['addTask', 'completeTask', 'updateTask'].map((name) => [name, 'Task'])),
  ...Object.fromEntries(['bookAppointment', 'recordAppointmentOutcome'].map((name) => [name, 'Appointment'])),
  ...Object.fromEntries(
    [
      'updateClient',
      'recordClientName',
      'recordAddress',
      'recordContactPoint',
      'endContactPoint',
      'recordHouseholdMember',
      'endHouseholdMember',
      'recordSensitiveDetails',
    ].map((name) => [name, 'Client']),
  ),
  ...Object.fromEntries(
    [
      'draftBreathingSpace',
      'recordBreathingSpaceEligibility',
      'recordCrisisEvidence',
      'startBreathingSpace',
      'addBreathingSpaceDebt',
      'removeBreathingSpaceDebt',
      'recordMidwayReview',
      'recordCreditorReviewRequest',
      'decideCreditorReview',
      'recordEndingPlan',
      'recordPointOfContactAsked',
      'recordTreatmentEnd',
      'endBreathingSpace',
    ].map((name) => [name, 'BreathingSpace']),
  ),
  ...Object.fromEntries(['recordConsent', 'withdrawConsent'].map((name) => [name, 'Consent'])),
  ...Object.fromEntries(['recordAuthority', 'endAuthority'].map((name) => [name, 'AuthorityToAct'])),
  ...Object.fromEntries(
    ['recordVulnerability', 'agreeSupport', 'reviewVulnerability', 'endVulnerability'].map((name) => [
      name,
      'VulnerabilityRecord',
    ]),
  ),
  recordOutcome: 'Outcome',
}
export const mutations = Object.keys(givenBy)
