import type pg from 'pg'
import type { Acknowledged } from './acknowledged.ts'
import type { Subscriber } from './subscriber.ts'

/** What is wrong at the end, each in a sentence. */
export type Findings = { lost: string[]; repeated: string[]; leaked: string[] }
export type Counted = { events: number; alerts: number; deliveries: number }

type Entry = {
  sequence: bigint
  alertId: string
  caseId: string | null
  centreId: string
  toRoles: string[]
  toCaseAdviser: boolean
  toldRoles: string[]
  toldCaseAdviser: boolean
  toldHandler: boolean
  adviserId: string | null
  /** Of a complaint or a request: who handles it. */
  handlerId: string | null
  /** Of a restricted case: who sees it besides its overseers. */
  allowedUserIds: string[] | null
}

/** Compares what the ledger, the alerts and the subscribers hold with what was acknowledged, from the tables alone. */
export async function lookForLosses(
  database: pg.Pool,
  { acknowledged, subscribers, since }: { acknowledged: Acknowledged; subscribers: Subscriber[]; since: Since },
): Promise<Findings & Counted> {
  const findings: Findings = { lost: [], repeated: [], leaked: [] }
  const events = await lookAtLedger(database, acknowledged, since, findings)
  await lookAtAlerts(database, acknowledged, findings)
  const entries = await entriesSince(database, since.alert)
  const deliveries = lookAtDeliveries(entries, acknowledged, subscribers, findings)
  findings.lost.push(...acknowledged.inVain)
  return { ...findings, events, alerts: entries.length, deliveries }
}

export type Since = { event: bigint; alert: bigint }

export async function whereItStands(database: pg.Pool): Promise<Since> {
  const [{ event, alert } = { event: '0', alert: '0' }] = await rows<{ event: string; alert: string }>(
    database,
    `select (select coalesce(max(seq), 0) from audit.event) event, (select coalesce(max(sequence), 0) from compliance.alert_feed) alert`,
  )
  return { event: BigInt(event), alert: BigInt(alert) }
}

/** Whether everything that was committed has been sealed and taken by the engine. */
export async function isSettled(database: pg.Pool): Promise<boolean> {
  const [row] = await rows<{ settled: boolean }>(
    database,
    `select not exists (select from audit.event where seq is null)
       and (select last_sequence from compliance.engine_cursor where name = 'ledger') = (select max(seq) from audit.event) settled`,
  )
  return row?.settled ?? false
}

async function lookAtLedger(
  database: pg.Pool,
  { notes, opened, evidence }: Acknowledged,
  since: Since,
  { lost, repeated }: Findings,
): Promise<number> {
  const [chain] = await rows<{ unsealed: number; sealed: number; last: number; numbers: number }>(
    database,
    `select count(*) filter (where seq is null)::int unsealed, count(*) filter (where seq is not null)::int sealed,
       coalesce(max(seq), 0)::int last, count(distinct seq)::int numbers from audit.event`,
  )
  const { unsealed, sealed, last, numbers } = chain!
  if (unsealed > 0) lost.push(...times(unsealed, 'an event was committed and never sealed'))
  if (last > numbers) lost.push(...times(last - numbers, 'a number of the ledger is missing'))
  if (sealed > numbers) repeated.push(...times(sealed - numbers, 'a number of the ledger was given twice'))
  const count = async (action: string, fact: string) =>
    new Map(
      (
        await rows<{ id: string; n: number }>(
          database,
          `select facts ->> '${fact}' id, count(*)::int n from audit.event where action = $1 group by 1`,
          [action],
        )
      ).map(({ id, n }) => [id, n]),
    )
  const expected: [what: string, ids: string[], found: Map<string, number>][] = [
    ['a note', notes.map(({ id }) => id), await count('cases.note.added', 'noteId')],
    ['an opened case', opened.map(({ caseId }) => caseId), await count('cases.case.opened', 'caseId')],
    ['evidence', [...new Set(evidence)], await count('compliance.evidence.recorded', 'itemId')],
  ]
  for (const [what, ids, found] of expected) {
    for (const id of ids) {
      const n = found.get(id) ?? 0
      if (n === 0) lost.push(`${what} was answered with success and has no event: ${id}`)
      if (n > 1 && what !== 'evidence') repeated.push(`${what} has ${n} events: ${id}`)
    }
  }
  return last - Number(since.event)
}

async function lookAtAlerts(
  database: pg.Pool,
  acknowledged: Acknowledged,
  { lost, repeated }: Findings,
): Promise<void> {
  const perNote = await countBy(
    database,
    `select note_id id from compliance.alert where code = 'SAFEGUARDING_DISCLOSURE'`,
  )
  const perCase = async (code: string) =>
    countBy(database, `select case_id id from compliance.alert where code = '${code}'`)
  const overrides = await perCase('GATE_OVERRIDDEN')
  const emergencies = await perCase('EMERGENCY_ENFORCEMENT')
  const late = await countBy(
    database,
    `select a.case_id id from compliance.alert a
     join compliance.case_checklist_item i on i.id = a.case_checklist_item_id join compliance.checklist_item c on c.id = i.item_id
     where a.code = 'MANDATORY_ITEM_OVERDUE' and c.code = 'C8-01'`,
  )
  type Expected = [what: string, id: string, found: number | undefined, wanted: number]
  const expected: Expected[] = [
    ...acknowledged.notes.map(({ id, safeguarding }): Expected => [
      'the alert of a note',
      id,
      perNote.get(id),
      safeguarding ? 1 : 0,
    ]),
    ...acknowledged.overridden.map((id): Expected => ['the alert of an override', id, overrides.get(id), 1]),
    ...acknowledged.emergencies.map((id): Expected => ['the alert of an emergency', id, emergencies.get(id), 1]),
    ...(await lateCases(database, acknowledged)).map((id): Expected => [
      'the alert of service information that is late',
      id,
      late.get(id),
      1,
    ]),
  ]
  for (const [what, id, found = 0, wanted] of expected) {
    if (found < wanted) lost.push(`${what} was not raised: ${id}`)
    if (found > wanted) repeated.push(`${what} was raised ${found} times: ${id}`)
  }
}

/** Cases whose second working day after opening has passed by the time that the engine last looked at; computed without its rules. */
async function lateCases(database: pg.Pool, { opened }: Acknowledged): Promise<string[]> {
  const found = await rows<{ id: string }>(
    database,
    `with opened as (select id, (opened_at at time zone 'Europe/London')::date as day from cases.case_file where id = any($1)),
       working as (select d::date as day from generate_series(current_date - 10, current_date + 3000, interval '1 day') d
         where extract(isodow from d) < 6 and d::date not in (select day from compliance.bank_holiday where calendar = 'ENGLAND_WALES')),
       due as (select o.id, (select w.day from working w where w.day > o.day order by w.day offset 1 limit 1) as day from opened o)
     select id from due where (day + 1)::timestamp at time zone 'Europe/London' <= (select max(raised_at) from compliance.alert)`,
    [opened.map(({ caseId }) => caseId)],
  )
  return found.map(({ id }) => id)
}

/** Each subscriber has every entry that is meant for it, once, and no other. */
function lookAtDeliveries(
  entries: Entry[],
  acknowledged: Acknowledged,
  subscribers: Subscriber[],
  { lost, repeated, leaked }: Findings,
): number {
  const byPlace = new Map(entries.map((entry) => [placeOf(entry.sequence), entry]))
  let deliveries = 0
  for (const { person, received } of subscribers) {
    deliveries += received.length
    const seen = new Set<string>()
    for (const { cursor } of received) {
      if (seen.has(cursor)) repeated.push(`${person.key} was told twice of ${cursor}`)
      seen.add(cursor)
      const entry = byPlace.get(cursor)
      if (entry === undefined) leaked.push(`${person.key} was told of an alert that is not there: ${cursor}`)
      else if (verdictOn(entry, person, acknowledged) === 'OTHERS')
        leaked.push(`${person.key} was told of an alert that is for others: ${entry.alertId}`)
    }
    for (const [place, entry] of byPlace)
      if (!seen.has(place) && verdictOn(entry, person, acknowledged) === 'THEIRS')
        lost.push(`${person.key} was not told of ${entry.alertId} at ${entry.sequence}`)
  }
  return deliveries
}

/** EITHER: something was just changing hands, and whether it was theirs depends on the moment. */
export function verdictOn(
  entry: Entry,
  person: Subscriber['person'],
  { handedOver, restricted, left }: Pick<Acknowledged, 'handedOver' | 'restricted' | 'left'>,
): 'THEIRS' | 'OTHERS' | 'EITHER' {
  const gone = left.get(person.id)
  if (gone !== undefined && entry.sequence > gone.upTo) return 'OTHERS'
  const moved = entry.caseId === null ? undefined : handedOver.get(entry.caseId)
  const beforeMove = moved !== undefined && entry.sequence <= moved.upTo
  const advisers = beforeMove ? [moved.from, entry.adviserId] : [entry.adviserId]
  const meant = new Set(advisers.map((adviserId) => isMeantFor({ ...entry, adviserId }, person)))
  if (!meant.has(true)) return 'OTHERS'
  if (isHiddenFrom(entry, person)) {
    const hiding = entry.caseId === null ? undefined : restricted.get(entry.caseId)
    return hiding !== undefined && entry.sequence <= hiding.upTo ? 'EITHER' : 'OTHERS'
  }
  return meant.has(false) || gone !== undefined ? 'EITHER' : 'THEIRS'
}

const has = ({ roles }: Subscriber['person'], wanted: string[]) => roles.some((role) => wanted.includes(role))

const staff = [
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
  'SAFEGUARDING_LEAD',
  'COMPLIANCE_OFFICER',
  'DPO',
]

function isMeantFor(entry: Entry, person: Subscriber['person']): boolean {
  if (!person.centreIds.includes(entry.centreId)) return false
  const isCaseworker = has(person, ['ADVISER', 'TRAINEE_ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER'])
  const asAdviser = isCaseworker && entry.adviserId === person.id
  const standsIn = entry.adviserId === null && has(person, ['SUPERVISOR', 'CENTRE_MANAGER'])
  const asHandler = entry.handlerId === person.id && has(person, staff)
  const told = (entry.toldCaseAdviser && asAdviser) || (entry.toldHandler && asHandler)
  if (has(person, entry.toldRoles) || told) return false
  return has(person, entry.toRoles) || asHandler || (entry.toCaseAdviser && (asAdviser || standsIn))
}

function isHiddenFrom({ allowedUserIds }: Entry, person: Subscriber['person']): boolean {
  if (allowedUserIds === null || allowedUserIds.includes(person.id)) return false
  return !has(person, ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'])
}

async function entriesSince(database: pg.Pool, since: bigint): Promise<Entry[]> {
  const found = await rows<Omit<Entry, 'sequence'> & { sequence: string }>(
    database,
    `select e.sequence, e.alert_id "alertId", a.case_id "caseId", e.centre_id "centreId", e.to_roles "toRoles", e.to_case_adviser "toCaseAdviser",
       e.told_roles "toldRoles", e.told_case_adviser "toldCaseAdviser", e.told_handler "toldHandler", f.adviser_id "adviserId",
       a.handler_id "handlerId", r.allowed_user_ids "allowedUserIds"
     from compliance.alert_feed e join compliance.alert a on a.id = e.alert_id left join compliance.case_fact f on f.case_id = a.case_id
       left join compliance.restricted_case r on r.case_id = a.case_id
     where e.sequence > $1 order by e.sequence`,
    [String(since)],
  )
  return found.map((entry) => ({ ...entry, sequence: BigInt(entry.sequence) }))
}

/** The cursor of a place, as the graph writes it. */
export function placeOf(sequence: bigint): string {
  return Buffer.from(JSON.stringify(['alert', String(sequence)])).toString('base64url')
}

async function countBy(database: pg.Pool, sql: string): Promise<Map<string, number>> {
  const counted = await rows<{ id: string; n: number }>(
    database,
    `select id, count(*)::int n from (${sql}) found group by id`,
  )
  return new Map(counted.map(({ id, n }) => [id, n]))
}

async function rows<Row extends pg.QueryResultRow>(
  database: pg.Pool,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await database.query<Row>(sql, values)).rows
}

const times = (count: number, what: string): string[] => Array.from({ length: count }, () => what)
