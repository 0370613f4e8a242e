import { recordEvent, unsealedChannel, type Background, type Services, type Viewer } from '@cma/runtime'
import type { Context, Db } from './context.ts'
import { overseesRestricted } from './policies.ts'
import type { CaseRow } from './rows.ts'

// Whoever looks at a restricted case is in the ledger, once a person, case and hour. It is written beside the read, in a
// transaction of its own: the read waits for nothing, and does not fail when it can't be written at once.

type View = { viewer: Viewer; caseId: string; centreId: string; at: Date; traceId: string | undefined }
type Recorder = { note(view: View): void; stop(): Promise<void> }

const recorders = new WeakMap<object, Recorder>()
const hourMs = 3_600_000
const tries = 5
const pauseMs = 500
/** Remembered so that the database is not asked for each read; it decides when several processes answer. */
const mostRemembered = 10_000

/** The subgraph's background work: it ends only when all that was seen is written, or can't be. */
export function recordViews(services: Services<Db>): Background {
  const remembered = new Set<string>()
  const underWay = new Set<Promise<void>>()
  const write = async (view: View, key: string) => {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      try {
        return await writeView(services, view)
      } catch (error) {
        const last = attempt === tries
        services.logger[last ? 'error' : 'warn']({ err: error, last }, 'a view of a restricted case was not recorded')
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs * attempt))
    }
    remembered.delete(key) // the next read tries again
  }
  recorders.set(services, {
    note(view) {
      const key = `${view.viewer.id}/${view.caseId}/${Math.floor(view.at.getTime() / hourMs)}`
      if (remembered.has(key)) return
      if (remembered.size >= mostRemembered) remembered.clear()
      remembered.add(key)
      const writing = write(view, key).finally(() => underWay.delete(writing))
      underWay.add(writing)
    },
    async stop() {
      await Promise.all(underWay)
    },
  })
  return { stop: () => recorders.get(services)!.stop() }
}

async function writeView(services: Services<Db>, { viewer, caseId, centreId, at, traceId }: View): Promise<void> {
  const hour = new Date(Math.floor(at.getTime() / hourMs) * hourMs)
  const isFirst = await services.lanes.inTransaction(viewer, async (db) => {
    const { count } = await db.restrictedView.createMany({
      data: [{ caseId, userId: viewer.id, hour, centreId }],
      skipDuplicates: true,
    })
    if (count === 0) return false
    await recordEvent({
      db,
      actor: viewer,
      clock: services.clock,
      traceId,
      event: {
        action: 'cases.restricted_case.viewed',
        centreId,
        entities: [{ type: 'Case', id: caseId }],
        facts: { caseId, access: (await isAllowed(db, viewer, { caseId, centreId })) ? 'ALLOWED' : 'BREAK_GLASS' },
      },
    })
    return true
  })
  if (isFirst) services.nudges.publish(unsealedChannel)
}

/** Whether the viewer may see the case without having opened it with a reason. */
async function isAllowed(db: Db, viewer: Viewer, { caseId, centreId }: { caseId: string; centreId: string }) {
  if (overseesRestricted(viewer, centreId)) return true
  const standing = await db.caseRestriction.findUnique({ where: { caseId } })
  return standing === null || standing.liftedAt !== null || standing.allowedUserIds.includes(viewer.id)
}

/** Hands the case on, and notes that the viewer looked at it when it is restricted. */
export function looked(theCase: CaseRow, { viewer, services, traceId }: Context): CaseRow {
  if (theCase.restricted && viewer.kind === 'USER')
    recorders.get(services)?.note({
      viewer,
      caseId: theCase.id,
      centreId: theCase.centreId,
      at: services.clock.now(),
      traceId,
    })
  return theCase
}

export function lookedAt(theCase: CaseRow | null, ctx: Context): CaseRow | null {
  return theCase && looked(theCase, ctx)
}
