import { randomUUID } from 'node:crypto'
import type { PersonKey } from '@cma/local/demo/people'
import type pg from 'pg'
import { waitUntil } from '../src/wait-until.ts'
import type { Acknowledged, Place } from './acknowledged.ts'
import type { SignedInPerson } from './people.ts'

export type Centre = {
  advisers: [PersonKey, PersonKey]
  supervisor: PersonKey
  manager: PersonKey
}

export const centres: Centre[] = [
  { advisers: ['adviser@north', 'second.adviser@north'], supervisor: 'supervisor@north', manager: 'manager@north' },
  { advisers: ['adviser@south', 'second.adviser@south'], supervisor: 'supervisor@south', manager: 'manager@south' },
]

/** What everybody at work has in common. */
export type AtWork = {
  who(key: PersonKey): SignedInPerson
  acknowledged: Acknowledged
  random: () => number
  /** Sends a command with one key until it is answered for good. */
  command<Name extends string>(
    key: PersonKey,
    name: Name,
    input: Record<string, unknown>,
    selection: string,
  ): Promise<{ id: string }>
  /** The newest place in the feed once the engine has taken an event of this action and case. */
  placeOnceTaken(action: string, caseId: string): Promise<Place>
  newestPlace(): Promise<Place>
}

type Result<Name extends string> = Record<Name, { __typename: string; id: string; code?: string; message?: string }>

export function putToWork(
  people: Map<PersonKey, SignedInPerson>,
  {
    acknowledged,
    database,
    random,
    patienceMs: deadlineMs,
  }: { acknowledged: Acknowledged; database: pg.Pool; random: () => number; patienceMs: number },
): AtWork {
  const who = (key: PersonKey) => people.get(key)!
  const places = async (from: string, where: string, values: unknown[]) => {
    const { rows } = await database.query<{ place: string }>(
      `select (select coalesce(max(sequence), 0) from compliance.alert_feed) place ${from} ${where}`,
      values,
    )
    return rows[0] === undefined ? undefined : BigInt(rows[0].place)
  }
  return {
    who,
    acknowledged,
    random,
    async command(key, name, input, selection) {
      const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`
      const document = `mutation ($input: ${type}) { ${name}(input: $input) { __typename ${selection} ... on Refused { code message } } }`
      const idempotencyKey = randomUUID()
      const result = await waitUntil(
        `${name} to be carried out`,
        async () => {
          const answer = await who(key).client.ask<Result<typeof name>>(document, {
            input: { ...input, idempotencyKey },
          })
          if (!answer[name].code?.endsWith('_UNAVAILABLE')) return answer[name]
          acknowledged.refusedForNow += 1
          return undefined
        },
        { deadlineMs },
      )
      if (result.__typename === 'Refused') throw new Error(`${name} was refused: ${result.code} ${result.message}`)
      return result
    },
    placeOnceTaken: (action, caseId) =>
      waitUntil(
        `the engine to take ${action}`,
        () =>
          places(
            'from compliance.engine_cursor c, audit.event e',
            `where c.name = 'ledger' and e.seq <= c.last_sequence and e.action = $1 and e.facts ->> 'caseId' = $2`,
            [action, caseId],
          ),
        { deadlineMs },
      ),
    newestPlace: () => waitUntil('the newest place to be read', () => places('', '', []), { deadlineMs }),
  }
}
