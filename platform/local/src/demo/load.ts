// Makes the demo: run by load-once.ts as a process of its own, on an empty, migrated database.
import { createNetwork } from '@cma/identity/create-network'
import { createPerson } from '@cma/identity/create-person'
import { openSystemPool } from '@cma/identity/system-pool'
import {
  addDays,
  createIdentitySigner,
  identityHeader,
  londonDate,
  manualClock,
  newId,
  readJson,
  startOfLondonDay,
  type Claims,
  type Role,
} from '@cma/runtime'
import pg from 'pg'
import { demoPassword } from '../accounts.ts'
import { readLoaderEnvironment } from '../environment.ts'
import { hostServices } from '../host-services.ts'
import { planCase } from './case-plan.ts'
import { fictionalClient, seededFaker } from './fictional-client.ts'
import { centres, emailOf, network, staff, type CentreKey, type PersonKey } from './people.ts'
import { play, type Ask, type Stage } from './play.ts'
import { registerPlans } from './registers.ts'
import { stories } from './stories.ts'

/** The same people and stories on every run. */
const seed = 20_260_406

const { SERVICE_ENVIRONMENTS: environments, SUPERUSER_DATABASE_URL: superuserUrl } = readLoaderEnvironment()
const today = londonDate(new Date())
const clock = manualClock(afternoonOf(400))
await using _host = await hostServices(environments, { clock })
const { claims, centreIds, personIds } = await makePeople()
const plans = [...planAll(), ...registerPlans({ today, centreIds, personIds })]
await play(plans, {
  ask: await askAs(claims),
  moveTo: (daysAgo) => clock.set(afternoonOf(daysAgo)),
  tick: () => clock.advance(60_000),
  settle: await settler(),
  dayOf,
  report: progressOf(stories.length),
})

async function makePeople(): Promise<{
  claims: Record<PersonKey, Claims>
  centreIds: Record<CentreKey, string>
  personIds: Record<PersonKey, string>
}> {
  const pool = openSystemPool(environments['identity']!['DATABASE_URL']!)
  const keys = Object.keys(centres) as CentreKey[]
  const made = await createNetwork(pool, {
    name: network.name,
    centres: keys.map((key) => ({ ...centres[key], regulatoryStatus: 'AUTHORISED' })),
  })
  const ids = Object.fromEntries(keys.map((key, index) => [key, made.centreIds[index]!])) as Record<CentreKey, string>
  const people = await Promise.all(
    Object.entries(staff).map(async ([key, person]) => {
      const id = newId()
      const c = 'centre' in person ? { [ids[person.centre]]: [...person.roles] as Role[] } : {}
      const n = 'network' in person ? { [made.networkId]: [...person.network] as Role[] } : {}
      const asMemberships = {
        centres: Object.entries(c).map(([centreId, roles]) => ({ centreId, roles })),
        networks: Object.entries(n).map(([networkId, roles]) => ({ networkId, roles })),
      }
      await createPerson(pool, {
        id,
        name: person.name,
        email: emailOf(key as PersonKey),
        password: demoPassword,
        since: clock.now(),
        ...(asMemberships as object),
      })
      const claims: Claims = { sub: id, kind: 'USER', c, n, scopes: [] }
      return [key, claims] as const
    }),
  )
  await pool.end()
  const claimsOf = Object.fromEntries(people) as Record<PersonKey, Claims>
  return {
    claims: claimsOf,
    centreIds: ids,
    personIds: Object.fromEntries(people.map(([key, { sub }]) => [key, sub])) as Record<PersonKey, string>,
  }
}

function planAll() {
  return stories
    .toSorted((a, b) => b.opened - a.opened)
    .map((story, index) => {
      // A generator for each case: a story that is added changes no other.
      const faker = seededFaker(seed + index)
      const ids = { centreId: centreIds[story.centre], adviserId: story.adviser && personIds[story.adviser] }
      return planCase(story, fictionalClient(faker, story.centre), ids, faker)
    })
}

/** Asks the router as one of the people, with a token as it signs them itself. */
async function askAs(claimsOf: Record<PersonKey, Claims>): Promise<Ask> {
  const router = environments['router']!
  const sign = await createIdentitySigner(await readJson(router['IDENTITY_PRIVATE_KEY']!))
  return async (by, query, variables) => {
    const response = await fetch(`http://127.0.0.1:${router['PORT']}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [identityHeader]: await sign(claimsOf[by]) },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await response.json()) as { data: never; errors?: object[] }
    if (errors) throw new Error(JSON.stringify(errors))
    return data
  }
}

/**
 * Waits until every event of people is sealed and the alert engine has taken it. What the engine itself records
 * thereupon needs no waiting for.
 */
async function settler(): Promise<Stage['settle']> {
  const pool = new pg.Pool({ connectionString: superuserUrl, max: 1, allowExitOnIdle: true })
  const question = `select not exists (select from audit.event where seq is null and actor_kind = 'USER')
    and (select coalesce(max(seq), 0) from audit.event where actor_kind = 'USER') <= (select coalesce(max(last_sequence), 0) from compliance.engine_cursor) as settled`
  return async () => {
    for (const deadline = performance.now() + 30_000; performance.now() < deadline;) {
      const { rows } = await pool.query<{ settled: boolean }>(question)
      if (rows[0]!.settled) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error('The alert engine does not keep up with the ledger')
  }
}

/** The working day that lies so many days before today, or after it when negative. Weekends fall on the Friday before, or the Monday after. */
function dayOf(daysAgo: number): string {
  const day = addDays(today, -daysAgo)
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
  if (daysAgo === 0 || (weekday !== 0 && weekday !== 6)) return day
  if (daysAgo > 0) return addDays(day, weekday === 6 ? -1 : -2)
  return addDays(day, weekday === 6 ? 2 : 1)
}

/** One o'clock in London, when the morning's appointments are over; today, an hour ago. */
function afternoonOf(daysAgo: number): Date {
  if (daysAgo === 0) return new Date(Date.now() - 3_600_000)
  return new Date(startOfLondonDay(dayOf(daysAgo)).getTime() + 13 * 3_600_000)
}

function progressOf(cases: number): Stage['report'] {
  let reported = 0
  return (done, all) => {
    const tenth = Math.floor((done / all) * 10)
    if (tenth > reported) console.log(`          ${tenth * 10} % of the history of ${cases} cases`)
    reported = Math.max(reported, tenth)
  }
}
