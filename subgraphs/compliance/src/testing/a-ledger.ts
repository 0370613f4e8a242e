import { newId, sealedChannel, type Nudges } from '@cma/runtime'
import { waitUntil, type TestCentre, type TestDatabase } from '@cma/testing'

/** The ledger as other domains and the sealer leave it. */
export type TestLedger = {
  /** Appends sealed events, in order, and says so. Resolves once they are committed. */
  append(...events: TestEvent[]): Promise<void>
  /** Seals what commands of this subgraph have recorded, and says so. */
  seal(): Promise<void>
  /** Resolves when the engine has taken all that is sealed. */
  taken(): Promise<void>
}

export type TestEvent = { action: string; centre: TestCentre; facts: Record<string, unknown>; at?: Date | string }

/** The chain's hashes are not what these tests are about: they are random here. */
export function aLedger(database: TestDatabase, nudges?: Nudges): TestLedger {
  const seal = async () => {
    await database.query(
      `with last as (select coalesce(max(seq), 0) n from audit.event), waiting as (
         select id, row_number() over (order by recorded_at, id) place from audit.event where seq is null)
       update audit.event e set seq = last.n + waiting.place, prev_hash = '\\x00', hash = '\\x01', sealed_at = now()
       from waiting, last where e.id = waiting.id`,
    )
    nudges?.publish(sealedChannel)
  }
  return {
    seal,
    async append(...events) {
      for (const { action, centre, facts, at = new Date() } of events) {
        await database.query(
          `insert into audit.event (id, occurred_at, actor_kind, actor_id, centre_id, action, entities, facts) values ($1, $2, 'USER', $3, $4, $5, $6, $7)`,
          [
            newId(),
            at,
            newId(),
            centre.id,
            action,
            JSON.stringify([{ type: 'Case', id: facts['caseId'] }]),
            JSON.stringify(facts),
          ],
        )
      }
      await seal()
    },
    async taken() {
      const [row] = await database.query<{ last: string }>(`select coalesce(max(seq), 0) last from audit.event`)
      await waitUntil(
        `the engine has taken event ${row!.last}`,
        async () => {
          const [cursor] = await database.query<{ done: boolean }>(
            `select last_sequence >= $1 done from compliance.engine_cursor`,
            [row!.last],
          )
          return cursor?.done
        },
        { deadlineMs: 20_000 },
      )
    },
  }
}
