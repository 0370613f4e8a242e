// The side of those who ask every few seconds, in a process of its own: it says when each saw which alert first.
import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { answerQuestions } from './child.ts'
import { now } from './now.ts'

export type PollersQuestion =
  /** All begin to ask; answers once each has been answered. */
  | {
      /** http://.../graphql */
      begin: string
      cookies: string[]
      query: string
      everyMs: number
    }
  /** Answers once each has seen these alerts; then all stop. */
  | { until: string[]; deadlineMs: number }

export type Polled = {
  polls: number
  failed: number
  /** When a poller first saw an alert that it was to see, epoch milliseconds. */
  seen: { alertId: string; at: number }[]
}

type Page = { data?: { complianceAlerts: { edges: { node: { id: string } }[] } } | null }
type Poller = { seen: Map<string, number>; asking: Promise<void> }
type Run = { pollers: Poller[]; polls: number; failed: number; stopped: boolean }

const agent = new Agent({ keepAlive: true })
let run: Run = { pollers: [], polls: 0, failed: 0, stopped: true }

answerQuestions<PollersQuestion, Polled>(async (question) => {
  if ('begin' in question) await begin(question)
  else await until(question.until, question.deadlineMs)
  const wanted = new Set('until' in question ? question.until : [])
  const seen = run.pollers.flatMap((poller) => [...poller.seen]).map(([alertId, at]) => ({ alertId, at }))
  return { polls: run.polls, failed: run.failed, seen: seen.filter(({ alertId }) => wanted.has(alertId)) }
})

async function begin({ begin: url, cookies, query, everyMs }: Extract<PollersQuestion, { begin: string }>) {
  const body = JSON.stringify({ query, variables: { first: 20 } })
  const own: Run = { pollers: [], polls: 0, failed: 0, stopped: false }
  run = own
  const firsts = cookies.map((cookie, nth) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const seen = new Map<string, number>()
    const poll = async () => {
      // Evenly over the time between two questions of one.
      await wait((nth / cookies.length) * everyMs)
      for (let next = now(); !own.stopped; next += everyMs) {
        await wait(Math.max(0, next - now()))
        if (own.stopped) return
        own.polls += 1
        const ids = await ask({ url, cookie, body }).catch(() => undefined)
        if (ids === undefined) own.failed += 1
        else resolve()
        const at = now()
        for (const id of ids ?? []) if (!seen.has(id)) seen.set(id, at)
      }
    }
    own.pollers.push({ seen, asking: poll() })
    return promise
  })
  await Promise.all(firsts)
}

async function until(alertIds: readonly string[], deadlineMs: number) {
  const own = run
  const deadline = now() + deadlineMs
  const allSeen = () => own.pollers.every(({ seen }) => alertIds.every((id) => seen.has(id)))
  while (!allSeen()) {
    if (now() > deadline) throw new Error(`not all have seen all ${alertIds.length} alerts after ${deadlineMs} ms`)
    await wait(20)
  }
  own.stopped = true
  await Promise.all(own.pollers.map(({ asking }) => asking))
}

function ask({ url, cookie, body }: { url: string; cookie: string; body: string }) {
  const { promise, resolve, reject } = Promise.withResolvers<string[]>()
  const headers = { 'content-type': 'application/json', cookie }
  const asking = request(url, { method: 'POST', agent, headers }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('error', reject)
    response.on('end', () => {
      const { data } = JSON.parse(Buffer.concat(chunks).toString()) as Page
      if (data) resolve(data.complianceAlerts.edges.map(({ node }) => node.id))
      else reject(new Error(`HTTP ${response.statusCode}`))
    })
  })
  asking.on('error', reject)
  asking.end(body)
  return promise
}
