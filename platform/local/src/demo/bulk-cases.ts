import type { Faker } from '@faker-js/faker'
import { newId } from '@cma/runtime'
import type pg from 'pg'
import { recordEvidenceInBulk, type Holidays } from './bulk-evidence.ts'
import { noteFor } from './everyday-notes.ts'
import type { FictionalClient } from './fictional-client.ts'

export type Workplace = { centreId: string; centre: 'NORTH' | 'SOUTH'; advisers: string[]; supervisors: string[] }
export type Row = Record<string, unknown>

/** The rows of one case, by table, in the order in which they refer to each other. */
export type CaseRows = {
  openedAt: Date
  caseId: string
  adviserId: string
  team: Workplace
  /** Decides whatever else is left to chance about the case. */
  faker: Faker
  tables: Record<Table, Row[]>
}

const tables = [
  'cases.client',
  'cases.client_name',
  'cases.contact_point',
  'cases.address',
  'cases.case_file',
  'cases.stage_transition',
  'cases.note',
  'cases.note_version',
  'audit.event',
] as const
type Table = (typeof tables)[number]

const mainWay = [
  'ENQUIRY',
  'ONBOARDING',
  'FACT_FIND',
  'INCOME_MAX',
  'BUDGET',
  'OPTIONS',
  'ADVICE_GIVEN',
  'IMPLEMENTATION',
  'MONITORING',
  'REVIEW_DUE',
  'CLOSURE_PENDING',
  'CLOSED',
]
const dayMs = 86_400_000

export function caseRows({
  client,
  workplace,
  faker,
}: {
  client: FictionalClient
  workplace: Workplace
  faker: Faker
}): CaseRows {
  const { centreId } = workplace
  const adviserId = faker.helpers.arrayElement(workplace.advisers)
  const caseId = newId()
  const clientId = newId()
  const openedAt = new Date(Date.now() - faker.number.float({ min: 3, max: 700 }) * dayMs)
  // The older a case, the further it has come; half of those older than a year are closed.
  const progress =
    Math.min(1, (Date.now() - openedAt.getTime()) / (400 * dayMs)) * faker.number.float({ min: 0.6, max: 1.1 })
  const reached = Math.max(1, Math.min(mainWay.length, Math.round(progress * mainWay.length)))
  const way = mainWay.slice(0, reached)
  const stepMs = (Date.now() - openedAt.getTime()) / (way.length + 1)
  const enteredAt = (index: number) => new Date(openedAt.getTime() + index * stepMs)
  const stage = way.at(-1)!
  const owned = { case_id: caseId, centre_id: centreId }
  const event = (action: string, at: Date, facts: Row, more: { type: string; id: string }[] = []): Row => ({
    id: newId(),
    occurred_at: at,
    actor_kind: 'USER',
    actor_id: adviserId,
    centre_id: centreId,
    action,
    facts: { caseId, ...facts },
    entities: [{ type: 'Case', id: caseId }, ...more],
  })
  const notes = way.flatMap((name, index) => {
    const note = noteFor(name, faker)
    return note ? [{ ...note, id: newId(), at: new Date(enteredAt(index).getTime() + 60_000) }] : []
  })
  // Nearly every case that is open has been heard of lately.
  const quiet = stage === 'CLOSED' || faker.number.float() < 0.05
  const latest = quiet ? undefined : noteFor(stage === 'CLOSURE_PENDING' ? 'REVIEW_DUE' : stage, faker)
  const sinceMs = faker.number.float({ min: 0.1, max: 18 }) * dayMs
  const latestAt = new Date(Math.max(enteredAt(way.length - 1).getTime() + 120_000, Date.now() - sinceMs))
  if (latest) notes.push({ ...latest, id: newId(), at: latestAt })
  const rows: Record<Table, Row[]> = {
    ...clientRows(client, { clientId, centreId, adviserId, at: openedAt }),
    'cases.case_file': [
      {
        id: caseId,
        centre_id: centreId,
        type: 'DEBT_CASEWORK',
        stage,
        stage_entered_at: enteredAt(way.length - 1),
        priority: faker.helpers.arrayElement(['LOW', 'NORMAL', 'NORMAL', 'NORMAL', 'HIGH']),
        resume_stage: stage === 'CLOSED' || stage === 'CLOSURE_PENDING' ? 'REVIEW_DUE' : null,
        jurisdiction: 'ENGLAND_WALES',
        reason_for_debt: 'COST_OF_LIVING',
        referral_source: 'Own enquiry',
        client_id: clientId,
        adviser_id: adviserId,
        tags: faker.helpers.arrayElements(['council-tax', 'energy', 'rent-arrears', 'benefits', 'dro', 'budget'], {
          min: 0,
          max: 2,
        }),
        opened_at: openedAt,
        opened_by_id: adviserId,
        closed_at: stage === 'CLOSED' ? enteredAt(way.length - 1) : null,
        last_activity_at: latest ? latestAt : enteredAt(way.length - 1),
        last_activity_kind: latest ? 'NOTE' : 'STAGE',
        last_activity_by_id: adviserId,
        has_emergency: false,
        urgency: 0,
        client_sort_name: '',
        search_text: '',
      },
    ],
    'cases.stage_transition': way.map((to, index) => ({
      id: newId(),
      ...owned,
      from_stage: way[index - 1] ?? null,
      to_stage: to,
      at: enteredAt(index),
      by_id: adviserId,
      reason: null,
      overridden: false,
    })),
    'cases.note': notes.map(({ id, at }) => ({
      id,
      ...owned,
      visibility: 'CASE_TEAM',
      restriction: 'NONE',
      author_id: adviserId,
      created_at: at,
      version: 1,
    })),
    'cases.note_version': notes.map(({ id, at, category, body, tags = [], contactMethod }) => ({
      note_id: id,
      version: 1,
      ...owned,
      author_id: adviserId,
      restriction: 'NONE',
      category,
      priority: 'NORMAL',
      body,
      tags,
      contact_method: contactMethod ?? null,
      attachment_ids: [],
      written_at: at,
      written_by_id: adviserId,
    })),
    'audit.event': [
      event(
        'cases.case.opened',
        openedAt,
        {
          type: 'DEBT_CASEWORK',
          stage: 'ENQUIRY',
          jurisdiction: 'ENGLAND_WALES',
          adviserId,
          joint: false,
          openedAt: openedAt.toISOString(),
        },
        [{ type: 'Client', id: clientId }],
      ),
      ...way.slice(1).map((to, index) =>
        event('cases.case.stage_changed', enteredAt(index + 1), {
          from: way[index],
          to,
          at: enteredAt(index + 1).toISOString(),
          overridden: false,
          blockers: [],
        }),
      ),
      ...notes.map(({ id, at, category }) =>
        event(
          'cases.note.added',
          at,
          { noteId: id, category, priority: 'NORMAL', contactedAt: null, appointmentId: null, authorId: adviserId },
          [{ type: 'Note', id }],
        ),
      ),
    ],
  }
  return { openedAt, caseId, adviserId, team: workplace, faker, tables: rows }
}

function clientRows(
  { newClient, relationshipStatus, employment }: FictionalClient,
  { clientId, centreId, adviserId, at }: { clientId: string; centreId: string; adviserId: string; at: Date },
) {
  const { title, givenNames, familyName, dateOfBirth, contactPoints, address } = newClient
  const fold = (text: string) => text.toLowerCase().replaceAll('ł', 'l').normalize('NFD').replaceAll(/\p{M}/gu, '')
  const owned = { client_id: clientId, centre_id: centreId, created_at: at }
  return {
    'cases.client': [
      {
        id: clientId,
        centre_id: centreId,
        display_name: `${givenNames} ${familyName}`,
        sort_name: fold(`${familyName} ${givenNames}`),
        search_name: fold(`${givenNames} ${familyName}`),
        date_of_birth: dateOfBirth,
        preferred_language: 'en',
        interpreter_needed: false,
        accessibility_needs: [],
        relationship_status: relationshipStatus,
        employment,
        has_sensitive_details: false,
        created_at: at,
        created_by_id: adviserId,
      },
    ],
    'cases.client_name': [
      { id: newId(), ...owned, title, given_names: givenNames, family_name: familyName, kind: 'CURRENT' },
    ],
    'cases.contact_point': contactPoints.map(({ kind, value, safe, preferred }) => ({
      id: newId(),
      ...owned,
      kind,
      value,
      safe,
      preferred,
    })),
    'cases.address': [
      {
        id: newId(),
        ...owned,
        lines: address.lines,
        town: address.town,
        postcode: address.postcode,
        country: address.country,
        tenure: address.tenure,
        withheld: false,
        from_day: address.from,
      },
    ],
  }
}

/** Inserts a batch in one transaction; references are given in the order in which the cases were opened. */
export async function insertRows(client: pg.Client, batch: CaseRows[], holidays: Holidays): Promise<void> {
  await client.query('begin')
  try {
    await giveReferences(client, batch)
    for (const table of tables) {
      const rows = batch.flatMap((one) => one.tables[table])
      if (rows.length === 0) continue
      const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].map((name) => `"${name}"`).join(', ')
      await client.query(
        `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        [JSON.stringify(rows)],
      )
    }
    await client.query('select cases.refresh_case(id) from unnest($1::uuid[]) as id', [
      batch.map(({ caseId }) => caseId),
    ])
    await recordEvidenceInBulk(client, batch, holidays)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function giveReferences(client: pg.Client, batch: CaseRows[]): Promise<void> {
  for (const one of batch.toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime())) {
    const { rows } = await client.query<{ reference: string }>('select cases.next_reference($1) as reference', [
      one.openedAt.getFullYear(),
    ])
    one.tables['cases.case_file'][0]!['reference'] = rows[0]!.reference
  }
}
