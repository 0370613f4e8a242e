import { setTimeout as wait } from 'node:timers/promises'
import type { Viewer } from '@cma/runtime'
import type pg from 'pg'
import type { Alert } from '../generated/prisma/client.ts'
import { alertDelay, alertFollowers } from '../metrics.ts'
import { invalidCursor } from './cursor.ts'
import type { FeedEntry, Raised } from './feed-entry.ts'
import { createFollower } from './follower.ts'

export type AlertFeed = {
  /** Entries meant for the viewer, from the one after `after` on; without it, from now on. */
  follow(viewer: Viewer, after: bigint | undefined): Promise<AsyncIterableIterator<Raised>>
  /** There may be something new. */
  look(): void
  close(): Promise<void>
}

type FeedOptions = {
  pool: pg.Pool
  /** How long it waits for a nudge before it looks by itself. */
  pollMs?: number
  /** How long a subscriber may leave what is ready for it before it is closed. */
  stallMs?: number
  onError: (error: unknown) => void
}

const pageSize = 200
/** How long a read that failed waits before it is tried again. */
const retryMs = 250
/** Entries that the process keeps for its subscribers, newer than this: who takes part in a case may have changed since. */
const freshMs = 2_000

/**
 * One process's feed. Each new entry is read once and offered to all subscribers. A subscriber holds nothing but its place in the
 * order: it takes what follows from memory when that is fresh, else from the database. So none is left out and none comes twice,
 * replay runs into live without a seam, and a slow subscriber costs no memory.
 */
export function createAlertFeed({ pool, pollMs = 1_000, stallMs = 30_000, onError }: FeedOptions): AlertFeed {
  let recent: Array<{ entry: FeedEntry; readAt: number }> = []
  let last: bigint | undefined // the newest place that is known
  let looking: Promise<void> | undefined
  let again = false
  const followers = new Set<{ wake(): void }>()
  let closed = false

  const lookOnce = async () => {
    while (last !== undefined) {
      const entries = await entriesAfter(pool, last)
      const readAt = performance.now()
      for (const { alert } of entries)
        if (alert.escalationStep === 0) alertDelay.record((Date.now() - alert.raisedAt.getTime()) / 1_000)
      recent = [
        ...recent.filter((one) => readAt - one.readAt < freshMs),
        ...entries.map((entry) => ({ entry, readAt })),
      ]
      if (entries.length === 0) return
      last = entries.at(-1)!.sequence
      for (const follower of followers) follower.wake()
      if (entries.length < pageSize) return
    }
  }
  const look = () => {
    if (followers.size === 0) return
    again = true
    looking ??= (async () => {
      while (again) {
        again = false
        await lookOnce().catch(onError)
      }
    })().finally(() => (looking = undefined))
  }
  const timer = setInterval(look, pollMs)
  timer.unref()

  /** The entries after a place: from memory when it holds them all, fresh; else a page from the database. */
  const entriesFollowing = async (place: bigint): Promise<FeedEntry[]> => {
    const oldest = performance.now() - freshMs
    const kept = recent.filter((one) => one.entry.sequence > place)
    if (kept.length > 0 && kept[0]!.entry.sequence === place + 1n && kept[0]!.readAt >= oldest)
      return kept.map((one) => one.entry)
    return last !== undefined && place >= last ? [] : entriesAfter(pool, place)
  }
  // A database that is away for a while does not end a subscription: its place is not lost.
  const following = async (place: bigint): Promise<FeedEntry[]> => {
    for (;;) {
      try {
        return await entriesFollowing(place)
      } catch (error) {
        if (closed) throw error
        await wait(retryMs)
      }
    }
  }

  return {
    look,
    async follow(viewer, after) {
      const newest = await newestSequence(pool)
      if (after !== undefined && after > newest) throw invalidCursor()
      last ??= newest
      const follower = createFollower({
        viewer,
        place: after ?? newest,
        following,
        stallMs,
        onEnd: () => {
          followers.delete(follower)
          alertFollowers.add(-1)
          if (followers.size === 0) [last, recent] = [undefined, []]
        },
      })
      followers.add(follower)
      alertFollowers.add(1)
      look() // whatever was raised since the question
      return follower.iterator
    },
    async close() {
      closed = true
      clearInterval(timer)
      await looking
      await pool.end()
    },
  }
}

async function newestSequence(pool: pg.Pool): Promise<bigint> {
  const { rows } = await pool.query<{ newest: string }>(`select coalesce(max(sequence), 0) newest from alert_feed`)
  return BigInt(rows[0]!.newest)
}

async function entriesAfter(pool: pg.Pool, place: bigint): Promise<FeedEntry[]> {
  // An entry is for those whom it named; the alert is as it is now. Else those whom an escalation adds would be told by the first entry too.
  const { rows } = await pool.query<Entry & Omit<Alert, 'sequence'> & { sequence: string }>(
    `select e.sequence "place", e.to_roles "toRoles", e.to_case_adviser "toAdviser", e.told_roles "toldRoles", e.told_case_adviser "toldCaseAdviser", e.told_handler "toldHandler", f.case_id is not null "caseKnown",
       f.adviser_id "adviserId", r.allowed_user_ids "allowedUserIds", r.opened, ${alertColumns}
     from alert_feed e join alert a on a.id = e.alert_id left join case_fact f on f.case_id = a.case_id left join restricted_case r on r.case_id = a.case_id
     where e.sequence > $1 order by e.sequence limit ${pageSize}`,
    [String(place)],
  )
  return rows.map(({ place: at, toRoles, toAdviser, toldRoles, toldCaseAdviser, toldHandler, sequence, ...others }) => {
    const { caseKnown, adviserId, allowedUserIds, opened, ...rest } = others
    return {
      sequence: BigInt(at),
      alert: { ...rest, sequence: BigInt(sequence) },
      restriction: allowedUserIds && opened && { allowedUserIds, opened },
      centreId: rest.centreId,
      recipientRoles: toRoles,
      toCaseAdviser: toAdviser,
      toldRoles,
      toldCaseAdviser,
      toldHandler,
      caseKnown,
      adviserId,
      handlerId: rest.handlerId,
    }
  })
}

type Entry = Pick<FeedEntry, 'toldRoles' | 'toldCaseAdviser' | 'toldHandler' | 'caseKnown' | 'adviserId'> & {
  place: string
  toRoles: string[]
  toAdviser: boolean
  allowedUserIds: string[] | null
  opened: Record<string, string> | null
}

const alertColumns = `a.id, a.sequence, a.code, a.severity, a.state, a.dedupe_key "dedupeKey", a.occurrence, a.centre_id "centreId", a.case_id "caseId",
  a.case_checklist_item_id "caseChecklistItemId", a.note_id "noteId", a.appointment_id "appointmentId", a.recipient_roles "recipientRoles",
  a.to_case_adviser "toCaseAdviser", a.to_handler "toHandler", a.handler_id "handlerId", a.raised_at "raisedAt", a.due_at "dueAt", a.cause_event_id "causeEventId", a.facts,
  a.escalates_at "escalatesAt", a.escalation_step "escalationStep", a.severity_since "severitySince", a.next_rung_at "nextRungAt",
  a.next_rung_role "nextRungRole", a.snoozed_until "snoozedUntil", a.snoozed_by "snoozedBy", a.acknowledged_at "acknowledgedAt", a.acknowledged_by "acknowledgedBy",
  a.resolved_at "resolvedAt", a.resolved_by "resolvedBy", a.resolution`
