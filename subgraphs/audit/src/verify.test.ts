import { aCentre, aDatabase, fileStack, type TestDatabase } from '@cma/testing'
import { describe, expect, test } from 'vitest'
import { anAppender, aSealerConnection } from '../test/appending.ts'
import { sealBatch } from './seal.ts'
import { verifyAndNote } from './verifications.ts'
import { verifyCommand } from './verify-command.ts'
import { verifyChain } from './verify.ts'

const stack = fileStack()

/** A ledger of ten sealed events in a database of its own, because each test spoils it. */
async function aLedger(): Promise<{ database: TestDatabase; sealer: Awaited<ReturnType<typeof aSealerConnection>> }> {
  const database = stack.use(await aDatabase())
  const centre = await aCentre(database)
  await using appender = await anAppender(database, { centreId: centre.id })
  for (let at = 0; at < 10; at += 1) await appender.append({ facts: { count: at } })
  const sealer = stack.use(await aSealerConnection(database))
  await sealBatch(sealer, 4)
  await sealBatch(sealer, 100)
  return { database, sealer }
}

/** What only a superuser can do: the trigger off, the change, the trigger on. */
async function tamper(database: TestDatabase, sql: string): Promise<void> {
  await database.query(`set session_replication_role = replica; ${sql}; set session_replication_role = origin`)
}

describe('a whole chain', () => {
  test('verifies from the beginning and from any earlier head', async () => {
    const { database, sealer } = await aLedger()
    const whole = await verifyChain(sealer, { batchSize: 3 })
    expect(whole).toMatchObject({ checked: 10, lastSequence: 10n, problem: undefined })
    const noted = await verifyAndNote(sealer, { whole: true })
    expect(noted.problem).toBeUndefined()
    expect(await verifyAndNote(sealer, { whole: false })).toMatchObject({
      checked: 0,
      lastSequence: 10n,
      problem: undefined,
    })
    expect(
      await verifyCommand({ url: database.urlAs('audit_sealer'), expect: [`10:${whole.lastHash.toString('hex')}`] }),
    ).toBe(0)
  })

  test('accepts no change to a sealed event, not even by the owner of the table', async () => {
    const { database, sealer } = await aLedger()
    const change = `update audit.event set action = 'cases.note.amended' where seq = 3`
    await expect(database.query(change)).rejects.toThrow(/append-only/)
    await expect(database.query('delete from audit.event where seq = 3')).rejects.toThrow(/append-only/)
    await expect(database.query('truncate audit.event')).rejects.toThrow(/append-only/)
    await expect(sealer.query('update audit.event set seq = 99, hash = hash where seq = 3')).rejects.toThrow(
      /append-only/,
    )
    await expect(sealer.query(change)).rejects.toThrow(/permission denied/)
  })
})

describe('is found:', () => {
  const last = `(select hash from audit.event where seq = 9)`
  test.each([
    ['a changed action', `update audit.event set action = 'cases.note.amended' where seq = 3`, /Event 3 was changed/],
    ['a changed fact', `update audit.event set facts = '{"count": 99}' where seq = 5`, /Event 5 was changed/],
    [
      'a number changed beyond the precision of a double',
      `update audit.event set facts = '{"count": 4.00000000000000000001}' where seq = 5`,
      /Event 5 was changed/,
    ],
    ['another actor', `update audit.event set actor_id = 'somebody else' where seq = 1`, /Event 1 was changed/],
    [
      'another time',
      `update audit.event set occurred_at = occurred_at + interval '1 day' where seq = 10`,
      /Event 10 was changed/,
    ],
    [
      'another time of sealing',
      `update audit.event set sealed_at = sealed_at - interval '1 microsecond' where seq = 4`,
      /Event 4 was changed/,
    ],
    ['an event taken out', `delete from audit.event where seq = 6`, /Event 6 is missing/],
    [
      'an event taken out and the numbers closed up',
      `delete from audit.event where seq = 6; update audit.event set seq = -seq where seq > 6; update audit.event set seq = -seq - 1 where seq < 0`,
      /Event 6 is not linked/,
    ],
    [
      'two events exchanged',
      `update audit.event set seq = case seq when 2 then -3 else -2 end where seq in (2, 3); update audit.event set seq = -seq where seq < 0`,
      /Event 2 is not linked/,
    ],
    ['a replaced hash', `update audit.event set hash = sha256(hash) where seq = 7`, /Event 7 was changed/],
    ['the end cut off', `delete from audit.event where seq = 10`, /its end was cut off or replaced/],
    [
      'the end cut off and the head set back',
      `delete from audit.event where seq = 10; update audit.chain_head set last_sequence = 9, last_hash = ${last}`,
      /event 10 was noted elsewhere/,
    ],
  ])('%s', async (_, sql, expected) => {
    const { database, sealer } = await aLedger()
    await verifyAndNote(sealer, { whole: true })
    await tamper(database, sql)
    const found = await verifyAndNote(sealer, { whole: true })
    expect(found.problem).toMatch(expected)
    expect(await verifyCommand({ url: database.urlAs('audit_sealer') })).toBe(1)
  })

  test('a chain that was written anew from the first event, by a head noted elsewhere', async () => {
    const { database, sealer } = await aLedger()
    const before = await verifyChain(sealer)
    await tamper(
      database,
      `update audit.event set facts = '{"count": 99}' where seq = 2;
       update audit.event set seq = null, hash = null, prev_hash = null, sealed_at = null;
       update audit.chain_head set last_sequence = 0, last_hash = decode(repeat('00', 32), 'hex')`,
    )
    await sealBatch(sealer, 100)
    expect((await verifyChain(sealer)).problem).toBeUndefined() // in itself it is whole
    expect(
      (await verifyChain(sealer, { anchors: [{ sequence: before.lastSequence, hash: before.lastHash }] })).problem,
    ).toMatch(/written anew/)
    expect(
      await verifyCommand({ url: database.urlAs('audit_sealer'), expect: [`10:${before.lastHash.toString('hex')}`] }),
    ).toBe(1)
  })
})

test('a database that does not answer is neither whole nor tampered with', async () => {
  expect(await verifyCommand({ url: 'postgresql://audit_sealer:none@127.0.0.1:9/none' })).toBe(2)
})
