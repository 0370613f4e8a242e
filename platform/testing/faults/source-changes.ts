/** Another text for a part of a file: `find` must stand in it exactly once. */
export type SourceChange = { file: string; find: string; replace: string }

/** Moves a service's clock by as many milliseconds as the file says, from one tenth of a second to the next. */
export function movedClock(offsetFile: string): SourceChange {
  return {
    file: 'platform/runtime/src/clock.ts',
    find: 'export const systemClock: Clock = { now: () => new Date() }',
    replace: `
      import { readFileSync } from 'node:fs'
      let offset = 0
      const read = () => { try { offset = Number(readFileSync(${JSON.stringify(offsetFile)}, 'utf8')) } catch {} }
      read()
      setInterval(read, 100).unref()
      export const systemClock: Clock = { now: () => new Date(Date.now() + offset) }`,
  }
}

export type PlantedBug = {
  says: string
  service: 'audit' | 'compliance'
  changes: SourceChange[]
  /** What has to fail for it to show, or is killed because it does not matter to it. */
  killed: string[]
  /** The finding that is its own, of those that it leads to. */
  finding: RegExp
}

/** Mistakes that the suite has to notice. */
export const plantedBugs: Record<string, PlantedBug> = {
  'skip-by-commit-order': {
    says: 'the sealer goes on from the newest event that it saw, and passes over what commits late',
    service: 'audit',
    killed: ['identity'],
    finding: /committed and never sealed/,
    changes: [
      {
        file: 'subgraphs/audit/src/seal.ts',
        find: 'where seq is null order by',
        replace:
          'where seq is null and recorded_at > (select coalesce(max(recorded_at), to_timestamp(0)) from audit.event where seq is not null) order by',
      },
    ],
  },
  'publish-before-commit': {
    says: 'the engine says how far it has read before it has committed what follows from it',
    service: 'compliance',
    killed: ['compliance'],
    finding: /the alert of .* was not raised/,
    changes: [
      {
        file: 'subgraphs/compliance/src/engine/take-events.ts',
        find: '  const ofCases = await takeIntoCases(client, events, { moment, logger })\n',
        replace: `
          await client.query('update engine_cursor set last_sequence = $2 where name = $1', [cursorName, String(events.at(-1)!.sequence)])
          await client.query('commit')
          await new Promise((resolve) => setTimeout(resolve, 1_000)) // the time in which a crash shows
          await client.query('begin')
          const ofCases = await takeIntoCases(client, events, { moment, logger })
        `,
      },
    ],
  },
  'policy-only-at-subscribe': {
    says: 'whose a case is, and who may see it, is looked up when somebody subscribes, and not for each alert',
    service: 'compliance',
    killed: ['identity'],
    finding: /told of an alert that is for others/,
    changes: [
      {
        file: 'subgraphs/compliance/src/alerts/alert-feed.ts',
        find: '      const newest = await newestSequence(pool)\n',
        replace: `
          const newest = await newestSequence(pool)
          const known = await pool.query('select c.case_id, c.adviser_id, r.allowed_user_ids, r.opened from case_fact c left join restricted_case r using (case_id)')
          const then = new Map(known.rows.map((row) => [row.case_id, { adviserId: row.adviser_id, restriction: row.opened && { allowedUserIds: row.allowed_user_ids, opened: row.opened } }]))
          const asThen = (entries) => entries.map((entry) => ({ ...entry, ...then.get(entry.alert.caseId) }))
        `,
      },
      {
        file: 'subgraphs/compliance/src/alerts/alert-feed.ts',
        find: '        following,\n        stallMs,',
        replace: '        following: async (place) => asThen(await following(place)),\n        stallMs,',
      },
    ],
  },
}
