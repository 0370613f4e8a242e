import { describe, expect, test } from 'vitest'
import { planCase, stageDays } from './case-plan.ts'
import { fictionalClient, seededFaker } from './fictional-client.ts'
import { stories } from './stories.ts'

const ids = { centreId: 'centre', adviserId: 'adviser' }
const planAll = () =>
  stories.map((story, index) =>
    planCase(story, fictionalClient(seededFaker(index), story.centre), ids, seededFaker(index)),
  )

test('there are 40 cases, in every stage, at both centres', () => {
  expect(stories).toHaveLength(40)
  expect(new Set(stories.map(({ stage }) => stage)).size).toBe(17)
  expect(new Set(stories.map(({ centre }) => centre))).toEqual(new Set(['NORTH', 'SOUTH']))
})

test('every run makes the same', () => {
  expect(JSON.stringify(planAll())).toBe(JSON.stringify(planAll()))
})

describe('each case', () => {
  test.each(stories.map((story) => [`${story.stage}, opened ${story.opened} days ago`, story] as const))(
    '%s: its stages follow each other',
    (_, story) => {
      const days = stageDays(story)
      expect(days[0]).toEqual({ stage: 'ENQUIRY', daysAgo: story.opened })
      expect(days.at(-1)!.stage).toBe(story.stage)
      const dates = days.map(({ daysAgo }) => daysAgo)
      expect(dates).toEqual(dates.toSorted((a, b) => b - a))
      expect(dates.at(-1)).toBeGreaterThanOrEqual(0)
    },
  )
})

test('nothing happens before its case is opened, nor after today', () => {
  for (const { story, steps } of planAll()) {
    expect(steps[0]!.action).toMatchObject({ mutation: 'openCase' })
    for (const { daysAgo } of steps) {
      expect(daysAgo).toBeLessThanOrEqual(story.opened)
      expect(daysAgo).toBeGreaterThanOrEqual(0)
    }
  }
})

test('people cannot be reached, and are nobody: drama numbers, example mail, no postcode, a prefix that is never issued', () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const { newClient, nationalInsuranceNumber } = fictionalClient(seededFaker(seed), 'NORTH')
    for (const { kind, value } of newClient.contactPoints) {
      expect(value).toMatch(kind === 'EMAIL' ? /^[a-z.]+\d+@example\.org$/ : /^07700 900\d{3}$/)
    }
    expect(newClient.address.postcode).toMatch(/^ZZ99 \d[A-Z]{2}$/)
    expect(nationalInsuranceNumber).toMatch(/^QQ\d{6}[A-D]$/)
  }
})
