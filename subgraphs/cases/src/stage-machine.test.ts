import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CaseStage } from './generated/prisma/enums.ts'
import { asideStages, asksForReason, isGated, mainWay, resumeStageAfter, waysFrom, wayTo } from './stage-machine.ts'

type Standing = { stage: CaseStage; resumeStage: CaseStage | null }
const place = (stage: CaseStage) => (mainWay as readonly CaseStage[]).indexOf(stage)

/** Walks at random from enquiry, and tells of each step. */
const aWalk = fc.array(fc.nat(), { maxLength: 40 }).map((choices) => {
  let standing: Standing = { stage: 'ENQUIRY', resumeStage: null }
  return choices.map((choice) => {
    const ways = waysFrom(standing)
    const way = ways[choice % ways.length]!
    const before = standing
    standing = { stage: way.to, resumeStage: resumeStageAfter(before, way.to) }
    return { before, way, after: standing }
  })
})

test('no detour leads past a gate', () => {
  fc.assert(
    fc.property(aWalk, (steps) => {
      let furthest = 0
      for (const { way, after } of steps) {
        const reached = ['CLOSURE_PENDING', 'CLOSED', ...asideStages].includes(after.stage) ? 0 : place(after.stage)
        if (isGated(way)) furthest = Math.max(furthest, reached)
        else expect(reached).toBeLessThanOrEqual(furthest)
      }
    }),
    { numRuns: 500 },
  )
})

test('from everywhere a case can move, never to where it is, and each way once', () => {
  fc.assert(
    fc.property(aWalk, (steps) => {
      for (const { after } of steps) {
        const targets = waysFrom(after).map(({ to }) => to)
        expect(targets.length).toBeGreaterThan(0)
        expect(targets).not.toContain(after.stage)
        expect(new Set(targets).size).toBe(targets.length)
      }
    }),
  )
})

test('every stage can be reached, and closed cases can come back', () => {
  const seen = new Set<CaseStage>(['ENQUIRY'])
  const open: Standing[] = [{ stage: 'ENQUIRY', resumeStage: null }]
  for (let standing = open.pop(); standing; standing = open.pop()) {
    for (const { to } of waysFrom(standing)) {
      if (seen.has(to)) continue
      seen.add(to)
      open.push({ stage: to, resumeStage: resumeStageAfter(standing, to) })
    }
  }
  expect([...seen].sort()).toEqual(Object.values(CaseStage).sort())
  expect(waysFrom({ stage: 'CLOSED', resumeStage: 'MONITORING' }).map(({ to, kind }) => `${to} ${kind}`)).toEqual([
    'MONITORING REOPENING',
    'FACT_FIND REOPENING',
    'ENQUIRY REOPENING',
  ])
})

test.for([
  ['ENQUIRY', 'ONBOARDING', false, true],
  ['OPTIONS', 'ADVICE_GIVEN', false, true],
  ['MONITORING', 'REVIEW_DUE', false, true],
  ['REVIEW_DUE', 'MONITORING', false, true],
  ['OPTIONS', 'FACT_FIND', true, false],
  ['FACT_FIND', 'ON_HOLD', true, false],
  ['FACT_FIND', 'CLOSURE_PENDING', true, true],
  ['CLOSURE_PENDING', 'CLOSED', true, true],
  ['CLOSED', 'FACT_FIND', true, false],
  ['ON_HOLD', 'MONITORING', false, false],
  ['DISENGAGED', 'MONITORING', true, false],
] as const)('from %s to %s: reason %s, gate %s', ([from, to, reason, gate]) => {
  const way = wayTo({ stage: from, resumeStage: 'MONITORING' }, to)!
  expect([asksForReason(way), isGated(way)]).toEqual([reason, gate])
})

test.for([
  ['ENQUIRY', 'BUDGET'],
  ['FACT_FIND', 'CLOSED'],
  ['BUDGET', 'BUDGET'],
  ['CLOSED', 'ON_HOLD'],
  ['ONBOARDING', 'IMPLEMENTATION'],
] as const)('there is no way from %s to %s', ([from, to]) => {
  expect(wayTo({ stage: from, resumeStage: null }, to)).toBeUndefined()
})
