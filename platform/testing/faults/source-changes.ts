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

export type PlantedBug = { says: string; service: 'audit' | 'compliance'; changes: SourceChange[] }

/** Mistakes that the suite has to notice. */
export const plantedBugs: Record<string, PlantedBug> = {
  'skip-by-commit-order': {
    says: 'the sealer goes on from the newest event that it saw, and passes over what commits late',
    service: 'audit',
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
    changes: [
      {
        file: 'subgraphs/compliance/src/engine/take-events.ts',
        find: '  const alerts = await takeIntoCases(client, events, { moment, logger })\n',
        replace: `
          await client.query('update engine_cursor set last_sequence = $2 where name = $1', [cursorName, String(events.at(-1)!.sequence)])
          await client.query('commit')
          await new Promise((resolve) => setTimeout(resolve, 250)) // the time in which a crash shows
          await client.query('begin')
          const alerts = await takeIntoCases(client, events, { moment, logger })
        `,
      },
    ],
  },
  'policy-only-at-subscribe': {
    says: 'who the adviser of a case is, is looked up when somebody subscribes, and not for each alert',
    service: 'compliance',
    changes: [
      {
        file: 'subgraphs/compliance/src/alerts/alert-feed.ts',
        find: '      const newest = await newestSequence(pool)\n',
        replace: `
          const newest = await newestSequence(pool)
          const then = new Map((await pool.query('select case_id, adviser_id from case_fact')).rows.map((row) => [row.case_id, row.adviser_id]))
          const asThen = (entries) => entries.map((entry) => then.has(entry.alert.caseId) ? { ...entry, adviserId: then.get(entry.alert.caseId) } : entry)
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
