import { sealedChannel, unsealedChannel, type Background, type Clock, type Logger, type Nudges } from '@cma/runtime'
import { londonDate } from '@cma/runtime/london-date'
import type { ClientBase } from 'pg'
import { alertsChannel } from '../alerts/channel.ts'
import { layInReferenceData } from '../reference/lay-in-reference-data.ts'
import { readReferenceData } from '../reference/read-reference-data.ts'
import { holidaysOf } from '../reference/holidays.ts'
import type { BankHolidays } from '../rules/working-days.ts'
import { startDeadlineWorker, type Deadline } from './deadline-worker.ts'
import { lookAtCentres } from './look-at-centres.ts'
import { takeDeadlines } from './take-deadlines.ts'
import { takeEvents, type Taken } from './take-events.ts'
import { createWaiting } from './waiting.ts'
import { takeWriterLease, type WriterLease } from './writer-lease.ts'

export type EngineOptions = {
  /** As the role compliance_engine. */
  databaseUrl: string
  nudges: Nudges
  clock: Clock
  logger: Logger
  /** How long it waits for a nudge before it looks by itself, and how often it tries to take over. */
  pollMs?: number
  /** How often it looks for deadlines that no job told it of. */
  rescanMs?: number
  /** Told when the reference data may have changed, so that nothing remembered of it is used any more. */
  referenceLaidIn?: () => void
}

/**
 * The alert engine: takes the ledger and the clock into facts, checklists and alerts. Each process of the subgraph runs one; the one
 * that holds the lock works, the others wait to take over. Whatever it did not commit, its successor does.
 */
export async function startEngine(options: EngineOptions): Promise<Background & { isActive(): boolean }> {
  const { nudges, logger, pollMs = 1_000 } = options
  const waiting = createWaiting()
  const stopListening = await nudges.subscribe(sealedChannel, waiting.wake)
  const state = { stopped: false, active: false }
  const loop = (async () => {
    while (!state.stopped) {
      try {
        const lease = await takeWriterLease(options.databaseUrl)
        if (lease !== undefined) await workWhileHeld(lease, { ...options, waiting, state })
      } catch (error) {
        if (!state.stopped) logger.error({ err: error }, 'the alert engine failed, and starts again')
      }
      if (!state.stopped) await waiting.forNudge(pollMs)
    }
  })()
  return {
    isActive: () => state.active,
    async stop() {
      state.stopped = true
      waiting.wake()
      stopListening()
      await loop
    },
  }
}

type Work = EngineOptions & { waiting: ReturnType<typeof createWaiting>; state: { stopped: boolean; active: boolean } }

async function workWhileHeld(lease: WriterLease, work: Work): Promise<void> {
  const { waiting, state, logger, clock, databaseUrl, pollMs = 1_000, rescanMs = 30_000 } = work
  await using stack = new AsyncDisposableStack()
  stack.defer(() => lease.release())
  const holidays = await prepare(lease)
  work.referenceLaidIn?.()
  const seen = { until: 0, at: new Date(0) } // all deadlines until a moment, as they were at a time of the database
  const look = async () => {
    const now = clock.now()
    const at = await lease.inTransaction(databaseTime)
    await drain(work, () => lease.inTransaction((client) => takeDeadlines(client, { now, holidays })))
    Object.assign(seen, { until: Math.max(seen.until, now.getTime()), at })
  }
  // Ten thousand jobs of one midnight need one look; a job that was set after it needs another.
  const lookFor = async ({ due, setAt }: Deadline) =>
    due.getTime() > seen.until || setAt >= seen.at ? look() : undefined
  const worker = await startDeadlineWorker(databaseUrl, { look: lookFor, logger })
  stack.defer(() => worker.stop())
  state.active = true
  stack.defer(() => void (state.active = false))
  logger.info('the alert engine is at work here')
  let rescanAt = 0
  let dayOfCentres = '' // the last day of which all centres have been looked at
  while (!state.stopped && lease.held() && worker.alive()) {
    await drain(work, () =>
      lease.inTransaction((client) => takeEvents(client, { moment: { now: clock.now(), holidays }, logger })),
    )
    const now = clock.now()
    if (londonDate(now) !== dayOfCentres)
      await drain(work, async () => {
        const { alerts, done } = await lease.inTransaction((client) => lookAtCentres(client, { now, holidays }))
        if (done) dayOfCentres = londonDate(now)
        return { events: 0, alerts }
      })
    if (performance.now() >= rescanAt) {
      await look()
      rescanAt = performance.now() + rescanMs
    }
    await waiting.forNudge(pollMs)
  }
}

async function databaseTime(client: ClientBase): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>('select clock_timestamp() now')
  return rows[0]!.now
}

/** Reference data first: attaching checklists needs it. */
async function prepare(lease: WriterLease): Promise<BankHolidays> {
  const reference = await readReferenceData()
  await lease.inTransaction((client) => layInReferenceData(client, reference))
  return holidaysOf(reference.bankHolidays)
}

/** Works until nothing is left, and tells subscribers after each commit that raised or closed something. */
async function drain({ nudges, state }: Work, step: () => Promise<Taken>): Promise<void> {
  for (;;) {
    const { events, alerts } = await step()
    if (alerts > 0) {
      nudges.publish(alertsChannel)
      nudges.publish(unsealedChannel) // its own events
    }
    if (events === 0 || state.stopped) return
  }
}
