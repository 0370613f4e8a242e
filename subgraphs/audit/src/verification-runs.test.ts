import { roles } from '@cma/runtime'
import { aCentre, aViewer, fileStack, startSubgraph, waitUntil, type Client } from '@cma/testing'
import { expect, test } from 'vitest'
import { aSealerConnection, anAppender } from '../test/appending.ts'
import { sealBatch } from './seal.ts'
import { subgraph } from './subgraph.ts'

// Each test has a ledger of its own, because one of them spoils it.
const stack = fileStack()

const fields = 'state whole startedAt finishedAt checked total problem'
type Run = {
  state: string
  whole: boolean
  checked: number
  total: number
  finishedAt: string | null
  problem: string | null
  code?: string
}

async function aLedger(events = 10) {
  const audit = stack.use(await startSubgraph(subgraph))
  const centre = await aCentre(audit.database)
  const append = async (count: number) => {
    await using appender = await anAppender(audit.database, { centreId: centre.id })
    for (let at = 0; at < count; at += 1) await appender.append({ facts: { at } })
    const sealer = await aSealerConnection(audit.database)
    await sealBatch(sealer)
    await sealer.end()
  }
  await append(events)
  const auditor = audit.as(aViewer({ throughNetwork: centre, roles: ['AUDITOR'] }))
  return { audit, centre, auditor, append }
}
const start = async (who: Client, whole = true) =>
  (
    await who.ask<{ verifyChain: Run }>(
      `mutation ($whole: Boolean!) { verifyChain(whole: $whole) { ... on ChainVerification { ${fields} } ... on Refused { code } } }`,
      { whole },
    )
  ).verifyChain
const ended = (who: Client) =>
  waitUntil('the verification ends', async () => {
    const { auditChain } = await who.ask<{
      auditChain: { verification: Run; verifiedSequence: number; problem: string | null }
    }>(`{ auditChain { verifiedSequence problem verification { ${fields} } } }`)
    return auditChain.verification.state !== 'RUNNING' && auditChain
  })

test('runs beside requests and tells how far it is and what it found', async () => {
  const { auditor, append } = await aLedger()
  expect(await start(auditor)).toMatchObject({ state: 'RUNNING', whole: true, checked: 0, total: 10, finishedAt: null })
  expect(await ended(auditor)).toMatchObject({
    verifiedSequence: 10,
    problem: null,
    verification: { state: 'WHOLE', checked: 10, finishedAt: expect.any(String), problem: null },
  })
  await append(3)
  expect(await start(auditor, false)).toMatchObject({ total: 3, whole: false })
  expect(await ended(auditor)).toMatchObject({ verifiedSequence: 13, verification: { state: 'WHOLE', checked: 3 } })
})

test('says plainly what was changed', async () => {
  const { audit, auditor } = await aLedger()
  await audit.database.query(
    `set session_replication_role = replica; update audit.event set action = 'cases.note.amended' where seq = 4; set session_replication_role = origin`,
  )
  await start(auditor)
  expect(await ended(auditor)).toMatchObject({
    problem: 'Event 4 was changed after it was sealed',
    verification: { state: 'BROKEN', checked: 3, problem: 'Event 4 was changed after it was sealed' },
  })
})

test('one runs at a time', async () => {
  const { audit, auditor } = await aLedger()
  // The lock that a run of another process would hold.
  const other = await aSealerConnection(audit.database)
  await other.query('select pg_advisory_lock(7246001)')
  expect((await start(auditor)).code).toBe('ALREADY_RUNNING')
  await other.end()
  await waitUntil('the other one has ended', async () => (await start(auditor)).code === undefined)
  expect(await ended(auditor)).toMatchObject({ verification: { state: 'WHOLE' } })
})

test('is for officers, data protection and auditors', async () => {
  const { audit, centre, auditor } = await aLedger(1)
  for (const role of roles.filter((one) => one !== 'SYSTEM')) {
    const kind = role === 'PARTNER_APP' ? 'PARTNER' : 'USER'
    const who = audit.as(aViewer({ at: centre, roles: [role], kind }))
    const allowed = ['COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'].includes(role)
    if (!allowed) expect([role, (await start(who)).code]).toEqual([role, 'NOT_ALLOWED'])
    else {
      await waitUntil(`${role} starts one`, async () => (await start(who)).code === undefined)
      await ended(auditor)
    }
  }
})
