// For tests: what domains do when they record, with control over when they commit.
import { newId } from '@cma/runtime'
import type { TestDatabase } from '@cma/testing'
import pg from 'pg'

export type Appender = AsyncDisposable & {
  begin(): Promise<void>
  /** @returns the id of the event */
  append(event?: {
    centreId?: string | null
    entityId?: string
    type?: string
    action?: string
    facts?: object
  }): Promise<string>
  commit(): Promise<void>
}

/** A connection as cases_app that acts as the user for the centre. Each `append` outside of begin and commit commits at once. */
export async function anAppender(
  database: TestDatabase,
  { centreId, actorId = newId() }: { centreId: string; actorId?: string },
): Promise<Appender> {
  const client = new pg.Client({ connectionString: database.urlAs('cases_app') })
  await client.connect()
  let open = false
  const enter = () =>
    client
      .query('begin')
      .then(() =>
        client.query('select app.enter($1, $2, $3)', [
          'USER',
          actorId,
          JSON.stringify({ c: { [centreId]: ['ADVISER'] } }),
        ]),
      )
  return {
    async begin() {
      await enter()
      open = true
    },
    async append({
      centreId: at = centreId,
      entityId = newId(),
      type = 'Note',
      action = 'cases.note.added',
      facts = { category: 'ADVICE' },
    } = {}) {
      const id = newId()
      if (!open) await enter()
      await client.query(
        `insert into audit.event (id, occurred_at, actor_kind, actor_id, centre_id, action, entities, facts)
         values ($1, now(), 'USER', $2, $3, $4, $5, $6)`,
        [id, actorId, at, action, JSON.stringify([{ type, id: entityId }]), JSON.stringify(facts)],
      )
      if (!open) await client.query('commit')
      return id
    },
    async commit() {
      await client.query('commit')
      open = false
    },
    async [Symbol.asyncDispose]() {
      await client.end()
    },
  }
}

/** A connection as the sealer. */
export async function aSealerConnection(database: TestDatabase): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: database.urlAs('audit_sealer') })
  client.on('error', () => {}) // a test ends it from the server's side
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}
