import { newId } from '@cma/runtime'
import type { TestDatabase } from '../database.ts'
import type { TestCentre } from '../viewers.ts'
import { aClient, type TestClient } from './a-client.ts'

export type TestCase = { id: string; reference: string; centreId: string; client: TestClient; adviserId: string | null }

export type CaseOptions = {
  centre: TestCentre
  /** Default: a new one. */
  client?: TestClient
  jointClient?: TestClient
  /** Default: nobody's. */
  adviser?: { sub: string }
  stage?: string
  /** Where a case beside the main way or at its end came from. Default: MONITORING for those. */
  resumeStage?: string
  type?: string
  jurisdiction?: string
  priority?: string
  tags?: string[]
  openedAt?: Date
}

const besideMainWay = ['CLOSURE_PENDING', 'CLOSED', 'ON_HOLD', 'REFERRED_OUT', 'DISENGAGED', 'DECEASED', 'TRANSFERRED']

/** A case at the centre, in fact find and nobody's unless said, as its commands would have left it. */
export async function aCase(database: TestDatabase, options: CaseOptions): Promise<TestCase> {
  const { centre, stage = 'FACT_FIND', openedAt = new Date(), adviser } = options
  const client = options.client ?? (await aClient(database, { centre }))
  const id = newId()
  const openedBy = newId()
  const [row] = await database.query<{ reference: string }>(
    `insert into cases.case_file (id, centre_id, reference, type, stage, stage_entered_at, resume_stage, priority, jurisdiction, client_id, joint_client_id,
       adviser_id, tags, opened_at, opened_by_id, closed_at, last_activity_at, last_activity_kind, last_activity_by_id)
     values ($1, $2, cases.next_reference($3), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $6, $14, $15, $6, 'OPENED', $14)
     returning reference`,
    [
      id,
      centre.id,
      openedAt.getUTCFullYear(),
      options.type ?? 'DEBT_CASEWORK',
      stage,
      openedAt,
      options.resumeStage ?? (besideMainWay.includes(stage) ? 'MONITORING' : null),
      options.priority ?? 'NORMAL',
      options.jurisdiction ?? 'ENGLAND_WALES',
      client.id,
      options.jointClient?.id ?? null,
      adviser?.sub ?? null,
      options.tags ?? [],
      openedBy,
      stage === 'CLOSED' ? openedAt : null,
    ],
  )
  await database.query(
    `insert into cases.stage_transition (id, case_id, centre_id, to_stage, at, by_id) values ($1, $2, $3, $4, $5, $6)`,
    [newId(), id, centre.id, stage, openedAt, openedBy],
  )
  await database.query('select cases.refresh_case($1)', [id])
  return { id, reference: row!.reference, centreId: centre.id, client, adviserId: adviser?.sub ?? null }
}
