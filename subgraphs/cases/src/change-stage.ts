import { newId } from '@cma/runtime'
import { z } from 'zod'
import { askStageGate, type Blocker, type Gate } from './ask-stage-gate.ts'
import { defineCommand, type Refuse } from './context.ts'
import { CaseStage } from './generated/prisma/enums.ts'
import { id, orDefault, orNone, reason } from './parsing.ts'
import { may } from './policies.ts'
import { about, reachCase, refreshCase } from './reach-case.ts'
import type { CaseRow } from './rows.ts'
import { asksForReason, isGated, resumeStageAfter, waysFrom, wayTo, type Way } from './stage-machine.ts'
import { inWords } from './words.ts'

const input = z.object({
  caseId: id,
  to: z.enum(CaseStage),
  reason: orNone(reason),
  overrideGate: orDefault(z.boolean(), false),
})
type Input = z.output<typeof input>

/** What was seen and answered before the transaction. Nothing is refused on it yet: a repeated request gets its earlier result. */
type Asked = { from: CaseStage; gate: Gate | undefined } | undefined

export const changeStage = defineCommand({
  name: 'cases.changeStage',
  input,
  async beforehand({ input: { caseId, to, reason: why }, ctx, viewer }): Promise<Asked> {
    const seen = await ctx.loaders.caseById.load(caseId)
    const way = seen && wayTo(seen, to)
    const pointless = !way || may(viewer, 'CHANGE_STAGE', seen) !== 'YES' || (asksForReason(way) && why === null)
    if (!seen) return undefined
    return {
      from: seen.stage,
      gate: !pointless && isGated(way) ? await askStageGate(ctx, { caseId, from: seen.stage, to }) : undefined,
    }
  },
  async run({ input: given, tx, viewer, record, refuse, clock, prepared }) {
    const { caseId, to, reason: why } = given
    const theCase = await reachCase({ tx, viewer, refuse }, caseId, 'CHANGE_STAGE')
    if (prepared && prepared.from !== theCase.stage) {
      return refuse(
        'CHANGED_MEANWHILE',
        `Somebody has just moved this case to ${inWords[theCase.stage]}. Look at it again before you go on`,
      )
    }
    const way = requireWay(theCase, given, refuse)
    const blockers = isGated(way)
      ? requireGate({
          gate: prepared?.gate ?? { state: 'UNAVAILABLE' },
          theCase,
          given,
          refuse,
          mayOverride: may(viewer, 'OVERRIDE_GATE', theCase) === 'YES',
        })
      : []

    const at = clock.now()
    const overridden = blockers.length > 0
    await tx.case.update({
      where: { id: caseId },
      data: {
        stage: to,
        stageEnteredAt: at,
        resumeStage: resumeStageAfter(theCase, to),
        closedAt: to === 'CLOSED' ? at : null,
      },
    })
    await tx.stageTransition.create({
      data: {
        id: newId(),
        caseId,
        centreId: theCase.centreId,
        fromStage: theCase.stage,
        toStage: to,
        at,
        byId: viewer.id,
        reason: why,
        overridden,
      },
    })
    await refreshCase(tx, caseId, { kind: 'STAGE', by: viewer.id, at })
    await record({
      action: 'cases.case.stage_changed',
      centreId: theCase.centreId,
      entities: about(caseId),
      facts: {
        caseId,
        from: theCase.stage,
        to,
        at: at.toISOString(),
        overridden,
        blockers: blockers.map((blocker) => blocker.id),
      },
    })
    return tx.case.findUniqueOrThrow({ where: { id: caseId } })
  },
  find: (caseId, { ctx }) => ctx.loaders.caseById.load(caseId),
})

function requireWay(theCase: CaseRow, { to, reason: why }: Input, refuse: Refuse): Way {
  const way = wayTo(theCase, to)
  if (!way) {
    const open = waysFrom(theCase)
      .map((each) => inWords[each.to])
      .join(', ')
    return refuse(
      'STAGE_NOT_REACHABLE',
      `A case in ${inWords[theCase.stage]} can't move to ${inWords[to]}. It can move to: ${open}`,
      'to',
    )
  }
  if (asksForReason(way) && why === null)
    return refuse(
      'REASON_REQUIRED',
      `Moving this case to ${inWords[to]} needs a reason. Write why and send again`,
      'reason',
    )
  return way
}

type Asking = { gate: Gate; theCase: CaseRow; given: Input; refuse: Refuse; mayOverride: boolean }

/** @returns the blockers that are overridden; none when the gate is open */
function requireGate({ gate, theCase, given, refuse, mayOverride }: Asking): Blocker[] {
  if (gate.state === 'UNAVAILABLE')
    return refuse(
      'GATE_UNAVAILABLE',
      "Compliance can't be asked just now, so the stage was not changed. Try again in a minute",
    )
  if (gate.state === 'NOT_YET')
    return refuse(
      'GATE_UNAVAILABLE',
      "This case was opened or moved a moment ago and its checklists aren't up to date yet, so the stage was not changed. Try again in a few seconds",
    )
  if (gate.state === 'OPEN') return []
  const todo = gate.blockers.map(({ code, text }) => `${code} ${text}`).join('; ')
  if (!given.overrideGate) {
    const wayOn = mayOverride
      ? 'Record the evidence, or override with a reason'
      : 'Record the evidence, or ask a manager to override'
    return refuse(
      'STAGE_GATE_CLOSED',
      `This case can't leave ${inWords[theCase.stage]} while mandatory items are open: ${todo}. ${wayOn}`,
    )
  }
  if (!mayOverride || !gate.mayOverride)
    return refuse(
      'NOT_ALLOWED',
      `You can't override open compliance items (${todo}): your roles don't allow it. Ask a manager`,
      'overrideGate',
    )
  if (given.reason === null)
    return refuse(
      'REASON_REQUIRED',
      'An override needs a reason. Write why the case has to go on although items are open',
      'reason',
    )
  return gate.blockers
}
