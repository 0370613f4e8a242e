import pg from 'pg'

/** The way of an alert, in milliseconds. */
export type Stages = {
  /** From the note's ledger event until it was sealed. */
  seal: number
  /** From there until the alert was written. */
  raise: number
  /** From there until the first socket had it. */
  firstSocket: number
  /** From the first socket until the last. */
  allSockets: number
}

/**
 * When the last note's event was recorded (in its transaction, a moment before the commit, so that the way from there is never
 * shorter than that from the commit), when it was sealed, and when the alert's own event was recorded. Epoch milliseconds.
 */
export async function lastNote(
  databaseUrl: string,
): Promise<{ recordedAt: number; sealedAt: number; raisedAt: number }> {
  const { rows } = await poolOf(databaseUrl).query<{ recorded: string; sealed: string; raised: string }>(
    `select extract(epoch from note.recorded_at) * 1000 recorded, extract(epoch from note.sealed_at) * 1000 sealed,
       extract(epoch from raised.recorded_at) * 1000 raised
     from compliance.alert alert join audit.event note on note.id = alert.cause_event_id
     join audit.event raised on raised.action = 'compliance.alert.raised' and raised.entities @> jsonb_build_array(jsonb_build_object('type', 'ComplianceAlert', 'id', alert.id))
     where note.action = 'cases.note.added' and alert.code = 'SAFEGUARDING_DISCLOSURE' order by alert.raised_at desc limit 1`,
  )
  const { recorded, sealed, raised } = rows[0]!
  return { recordedAt: Number(recorded), sealedAt: Number(sealed), raisedAt: Number(raised) }
}

const pools = new Map<string, pg.Pool>()

function poolOf(url: string): pg.Pool {
  const known = pools.get(url)
  if (known) return known
  const pool = new pg.Pool({ connectionString: url, max: 1, allowExitOnIdle: true })
  pool.on('error', () => {}) // of an idle connection, when the database ends
  pools.set(url, pool)
  return pool
}

/** When the notes were recorded that have raised alerts since a moment, by alert. Epoch milliseconds. */
export async function alertedNotes(databaseUrl: string, since: number): Promise<Map<string, number>> {
  const { rows } = await poolOf(databaseUrl).query<{ id: string; recorded: string }>(
    `select alert.id, extract(epoch from note.recorded_at) * 1000 recorded
     from compliance.alert alert join audit.event note on note.id = alert.cause_event_id and note.action = 'cases.note.added'
     where alert.code = 'SAFEGUARDING_DISCLOSURE' and note.recorded_at > to_timestamp($1::double precision / 1000)`,
    [since],
  )
  return new Map(rows.map(({ id, recorded }) => [id, Number(recorded)]))
}
