// `npm run audit:verify`: computes the whole chain anew. Exit status 0 when it is whole, 1 when not, 2 when it could not be read.
//   AUDIT_DATABASE_URL=postgresql://audit_sealer:... node subgraphs/audit/src/verify-command.ts [--expect <sequence>:<hash>]
import { parseArgs } from 'node:util'
import pg from 'pg'
import { parseEnvironment } from '@cma/runtime/environment'
import { verifyEnvironment } from './environment.ts'
import { earlierHeads } from './verifications.ts'
import { verifyChain, type Anchor } from './verify.ts'

const out = (line: string) => process.stdout.write(`${line}\n`)

function anchorOf(text: string): Anchor {
  const [sequence, hash] = text.split(':')
  if (!/^\d+$/.test(sequence ?? '') || !/^[0-9a-f]{64}$/.test(hash ?? ''))
    throw new Error(`--expect takes <sequence>:<hash in hexadecimal>, not ${text}`)
  return { sequence: BigInt(sequence!), hash: Buffer.from(hash!, 'hex') }
}

/** @returns the exit status */
export async function verifyCommand({ url, expect = [] }: { url: string; expect?: string[] }): Promise<0 | 1 | 2> {
  const client = new pg.Client({ connectionString: url, application_name: 'audit-verify' })
  try {
    const given = expect.map(anchorOf)
    await client.connect()
    const { checked, lastSequence, lastHash, problem } = await verifyChain(client, {
      anchors: [...given, ...(await earlierHeads(client)).filter(({ sequence }) => sequence > 0n)],
    })
    if (problem !== undefined) {
      out(`The ledger is NOT whole. ${problem}.`)
      return 1
    }
    out(`The ledger is whole: ${checked} events, the last with hash ${lastHash.toString('hex')}.`)
    out(`Note the head elsewhere; --expect ${lastSequence}:${lastHash.toString('hex')} tests it later.`)
    return 0
  } catch (error) {
    out(`The ledger could not be read: ${(error as Error).message}`)
    return 2
  } finally {
    await client.end().catch(() => {})
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { expect: { type: 'string', multiple: true } } })
  const { AUDIT_DATABASE_URL: url } = parseEnvironment(verifyEnvironment)
  process.exitCode = await verifyCommand({ url, ...(values.expect && { expect: values.expect }) })
}
