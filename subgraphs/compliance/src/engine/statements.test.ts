import { createLogger } from '@cma/runtime'
import { aCentre, aDatabase, statementsDuring, type TestCentre } from '@cma/testing'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { expect, test } from 'vitest'
import { holidaysOf } from '../reference/holidays.ts'
import { layInReferenceData } from '../reference/lay-in-reference-data.ts'
import { readReferenceData } from '../reference/read-reference-data.ts'
import { aLedger, type TestEvent } from '../testing/a-ledger.ts'
import { casework } from '../testing/casework.ts'
import { aComplaint } from '../testing/matters.ts'
import { jobsSchema } from './schedule.ts'
import { takeDeadlines } from './take-deadlines.ts'
import { takeEvents } from './take-events.ts'

// The engine asks the database as often for two hundred cases, or matters, as for fifty: ten thousand of one morning are
// twenty batches.

const logger = createLogger({ name: 'test', level: 'error' })
const { bankHolidays, ...reference } = await readReferenceData()
const holidays = holidaysOf(bankHolidays)

type Pass = { statements: number; alerts: number; events: number }

/** Tells a database of its own of so many, and looks at them when their time has come. */
async function passes(
  count: number,
  { tell, told, due }: { tell: (centre: TestCentre) => TestEvent; told: string; due: string },
): Promise<{ taking: Pass; looking: Pass; lookingAgain: Pass }> {
  await using database = await aDatabase()
  const centre = await aCentre(database)
  const connectionString = database.urlAs('compliance_engine')
  await runMigrations({ connectionString, schema: jobsSchema })
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await layInReferenceData(client, { bankHolidays, ...reference })
    await aLedger(database).append(...Array.from({ length: count }, () => tell(centre)))
    const counted = async (work: () => Promise<{ events: number; alerts: number }>): Promise<Pass> => {
      const { answer, statements } = await statementsDuring(work, { role: 'compliance_engine' })
      return { ...answer, statements: statements.length }
    }
    const at = (moment: string) => ({ now: new Date(moment), holidays })
    return {
      taking: await counted(() => takeEvents(client, { moment: at(told), logger })),
      looking: await counted(() => takeDeadlines(client, at(due))),
      lookingAgain: await counted(() => takeDeadlines(client, at(due))),
    }
  } finally {
    await client.end()
  }
}

const kinds = {
  cases: {
    tell: (centre: TestCentre) => casework(centre).opened({ at: '2026-11-02T09:00:00Z' }),
    told: '2026-11-02T10:00:00Z',
    due: '2026-11-05T06:00:00Z', // the first contact is late
  },
  matters: {
    tell: (centre: TestCentre) =>
      aComplaint(centre).event('received', { receivedOn: '2026-09-01', handlerId: null }, '2026-09-01T09:00:00Z'),
    told: '2026-09-01T09:00:00Z',
    due: '2026-09-29T06:00:00Z', // four weeks
  },
}

test.each(['cases', 'matters'] as const)(
  'the number of statements does not grow with the number of %s',
  async (kind) => {
    const few = await passes(50, kinds[kind])
    const many = await passes(200, kinds[kind])
    // Each was taken, each was looked at and has its alert, and then there is nothing left.
    expect(few.taking.events).toBe(50)
    expect(many.taking.events).toBe(200)
    expect(few.looking.alerts).toBeGreaterThanOrEqual(50)
    expect(many.looking.alerts).toBe(4 * few.looking.alerts)
    expect(many.looking.events).toBe(4 * few.looking.events)
    expect(many.lookingAgain).toMatchObject({ events: 0, alerts: 0 })

    expect(many.taking.statements).toBe(few.taking.statements)
    expect(many.looking.statements).toBe(few.looking.statements)
    expect(few.looking.statements).toBeGreaterThan(5) // it counted something
    expect(many.looking.statements).toBeLessThan(50)
  },
)
