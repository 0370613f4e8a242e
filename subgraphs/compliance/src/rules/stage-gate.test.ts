import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CaseStage } from '../generated/graphql.ts'
import { blockers, holdsUpNextStage, type GatedItem } from './stage-gate.ts'
import { mainStages } from './stages.ts'

const open = (stage: CaseStage | null, facts: Partial<GatedItem> = {}): GatedItem => ({
  applies: true,
  mandatory: true,
  done: false,
  stage,
  ...facts,
})
const main = (stage: CaseStage) => ({ stage, mainStage: stage })

test.each<[string, GatedItem, CaseStage, CaseStage, boolean]>([
  ['an open item of the stage that is left', open('ONBOARDING'), 'ONBOARDING', 'FACT_FIND', true],
  ['an open item of an earlier stage', open('ONBOARDING'), 'BUDGET', 'OPTIONS', true],
  ['an open item of a stage that is skipped', open('BUDGET'), 'FACT_FIND', 'CLOSURE_PENDING', true],
  ['an item of the stage that is entered', open('FACT_FIND'), 'ONBOARDING', 'FACT_FIND', false],
  ['a done item', open('ONBOARDING', { done: true }), 'ONBOARDING', 'FACT_FIND', false],
  ['an item that is not mandatory', open('ONBOARDING', { mandatory: false }), 'ONBOARDING', 'FACT_FIND', false],
  ['an item that is not for the case', open('ONBOARDING', { applies: false }), 'ONBOARDING', 'FACT_FIND', false],
  ['an item of no stage', open(null), 'ONBOARDING', 'CLOSED', false],
  ['a move back', open('ONBOARDING'), 'OPTIONS', 'FACT_FIND', false],
  ['a move aside', open('ONBOARDING'), 'OPTIONS', 'ON_HOLD', false],
  ['no creditor letter before the client has agreed', open('ADVICE_GIVEN'), 'ADVICE_GIVEN', 'IMPLEMENTATION', true],
])('%s', (_, item, from, to, held) => {
  expect(blockers([item], main(from), to)).toHaveLength(held ? 1 : 0)
})

test('back from aside to where the case was is free; beyond it is not', () => {
  const place = { stage: 'ON_HOLD', mainStage: 'OPTIONS' } as const
  expect(blockers([open('FACT_FIND')], place, 'OPTIONS')).toEqual([])
  expect(blockers([open('FACT_FIND')], place, 'ADVICE_GIVEN')).toHaveLength(1)
  expect(blockers([open('FACT_FIND')], place, 'CLOSURE_PENDING')).toHaveLength(1)
})

test.each(['REFERRED_OUT', 'DISENGAGED', 'DECEASED', 'TRANSFERRED'] as const)(
  'a case that ended as %s is closed without being held to what it never came to',
  (stage) => {
    expect(blockers([open('FACT_FIND')], { stage, mainStage: 'FACT_FIND' }, 'CLOSURE_PENDING')).toEqual([])
  },
)

test('an item holds up the next stage as soon as its own is reached, and not on a case that stands aside or is closed', () => {
  expect(holdsUpNextStage(open('OPTIONS'), main('BUDGET'))).toBe(false)
  expect(holdsUpNextStage(open('OPTIONS'), main('OPTIONS'))).toBe(true)
  expect(holdsUpNextStage(open('FACT_FIND'), main('OPTIONS'))).toBe(true)
  expect(holdsUpNextStage(open('FACT_FIND'), { stage: 'ON_HOLD', mainStage: 'OPTIONS' })).toBe(false)
  expect(holdsUpNextStage(open('FACT_FIND'), main('CLOSED'))).toBe(false)
})

test('what holds up a move holds up every longer one', () => {
  const stage = fc.constantFrom(...mainStages)
  const item = fc.record<GatedItem>({
    applies: fc.boolean(),
    mandatory: fc.boolean(),
    done: fc.boolean(),
    stage: fc.option(stage, { nil: null }),
  })
  fc.assert(
    fc.property(fc.array(item), stage, fc.nat(11), fc.nat(11), (items, from, a, b) => {
      const [near, far] = a < b ? [mainStages[a]!, mainStages[b]!] : [mainStages[b]!, mainStages[a]!]
      const held = blockers(items, main(from), near)
      expect(blockers(items, main(from), far)).toEqual(expect.arrayContaining(held))
    }),
  )
})
