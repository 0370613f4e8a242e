import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

type Gate = { open: boolean; mayOverride: boolean; blockers: Array<{ id: string; code: string; text: string }> }

/** Answers, over HTTP as the router would, the two questions that cases asks of compliance and identity. */
export type StandIn = AsyncDisposable & {
  url: string
  /** By case id; a gate that is not here is open. 'DOWN' breaks the connection, 'ERROR' answers with an error. */
  gates: Map<string, Gate | 'DOWN' | 'ERROR'>
  /** The stage that cases has on record: what the router would answer of the case itself. */
  stageOf: (caseId: string) => Promise<string | null>
  /** The stage that compliance believes the case is in; null while it has not heard of it. Unless it says otherwise, the true one. */
  stageInCompliance: (caseId: string) => Promise<string | null>
  /** By user id: roles by centre. */
  memberships: Map<string, Record<string, string[]>>
  /** Variables of the questions about gates, in order. */
  asked: Array<{ id: string; to: string }>
  /** Runs before a gate is answered. */
  beforeAnswer: (() => Promise<void>) | undefined
}

export async function graphqlStandIn(): Promise<StandIn> {
  const gates: StandIn['gates'] = new Map()
  const memberships: StandIn['memberships'] = new Map()
  const asked: StandIn['asked'] = []
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
      query: string
      variables: { id: string; to: string }
    }
    const send = (body: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    if (!request.headers['x-cma-identity'])
      return send({ errors: [{ message: 'no identity', extensions: { code: 'UNAUTHENTICATED' } }] })
    if (query.includes('memberships')) {
      const roles = memberships.get(variables.id)
      return send({
        data: {
          user: roles
            ? {
                active: true,
                memberships: Object.entries(roles).map(([id, held]) => ({ centre: { id }, roles: held })),
              }
            : null,
        },
      })
    }
    asked.push(variables)
    await standIn.beforeAnswer?.()
    const gate = gates.get(variables.id) ?? { open: true, mayOverride: false, blockers: [] }
    if (gate === 'DOWN') return request.socket.destroy()
    const stage = await standIn.stageOf(variables.id)
    if (gate === 'ERROR')
      return send({ data: { case: { stage, stageGate: null } }, errors: [{ message: 'compliance is away' }] })
    const from = await standIn.stageInCompliance(variables.id)
    return send({ data: { case: { stage, stageGate: from === null ? null : { from, ...gate } } } })
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const standIn: StandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    gates,
    stageOf: async () => null,
    stageInCompliance: (caseId) => standIn.stageOf(caseId),
    memberships,
    asked,
    beforeAnswer: undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return standIn
}
