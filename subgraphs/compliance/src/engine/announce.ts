import { newId } from '@cma/runtime/new-id'
import type { ClientBase } from 'pg'
import { recordSystemEvents } from './record-system-events.ts'

/** An open alert to which something happens by itself. */
export type Standing = {
  id: string
  code: string
  severity: string
  centreId: string
  caseId: string | null
  roles: string[]
  toCaseAdviser: boolean
  toHandler: boolean
}

type Told = { roles: string[]; caseAdviser: boolean; handler: boolean }

/** Whoever has had the alert is not told again. */
export const allWhoHaveIt = ({ roles, toCaseAdviser, toHandler }: Standing): Told => ({
  roles,
  caseAdviser: toCaseAdviser,
  handler: toHandler,
})
/** Everybody is told anew. */
export const nobody: Told = { roles: [], caseAdviser: false, handler: false }

/** What happened to it, and whom that tells something new. */
export type Happening = Standing & {
  kind: 'SEVERITY_RAISED' | 'ESCALATED' | 'SNOOZE_ENDED'
  sequence: bigint
  /** The roles that it is for from now on. */
  newRoles: string[]
  /** Who is not told again; nobody when all are told. */
  told: Told
  /** Whom a rung of the ladder added. */
  role: string | null
}

const actions: Record<Happening['kind'], string> = {
  SEVERITY_RAISED: 'compliance.alert.escalated',
  ESCALATED: 'compliance.alert.escalated',
  SNOOZE_ENDED: 'compliance.alert.snooze_ended',
}

/** The columns of `Standing`. */
export const standingColumns = `id, code, severity, centre_id "centreId", case_id "caseId", recipient_roles roles, to_case_adviser "toCaseAdviser",
  to_handler "toHandler"`

/** The step in the alerts' history, the entry in the feed and the event in the ledger: three statements, however many. */
export async function announce(client: ClientBase, happenings: Happening[], now: Date): Promise<void> {
  if (happenings.length === 0) return
  const json = JSON.stringify(
    happenings.map(({ told, ...row }) => ({
      ...row,
      stepId: newId(),
      sequence: String(row.sequence),
      toldRoles: told.roles,
      toldAdviser: told.caseAdviser,
      toldHandler: told.handler,
    })),
  )
  await client.query(
    `insert into alert_step (id, alert_id, centre_id, kind, at, severity, role)
     select "stepId", id, "centreId", kind, $2, case when kind = 'SEVERITY_RAISED' then severity end, role
     from jsonb_to_recordset($1::jsonb) as n("stepId" uuid, id uuid, "centreId" uuid, kind text, severity text, role text)`,
    [json, now],
  )
  await client.query(
    `insert into alert_feed (sequence, alert_id, centre_id, to_roles, to_case_adviser, told_roles, told_case_adviser, told_handler, at)
     select sequence, id, "centreId", "newRoles", "toCaseAdviser", "toldRoles", "toldAdviser", "toldHandler", $2
     from jsonb_to_recordset($1::jsonb) as n(sequence bigint, id uuid, "centreId" uuid, "newRoles" text[], "toCaseAdviser" boolean,
       "toldRoles" text[], "toldAdviser" boolean, "toldHandler" boolean)`,
    [json, now],
  )
  await recordSystemEvents(
    client,
    happenings.map(({ id, centreId, caseId, code, severity, kind, role }) => ({
      action: actions[kind],
      centreId,
      alertId: id,
      caseId,
      facts: {
        alertId: id,
        code,
        severity,
        caseId,
        ...(kind === 'SNOOZE_ENDED' ? {} : { step: kind }),
        ...(role && { role }),
      },
    })),
    now,
  )
}
