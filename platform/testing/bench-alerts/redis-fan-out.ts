// The floor: a Node process that hears one Redis channel and sends whatever comes to all its WebSockets. No sign-in, no policy,
// no database: what a message costs at least to reach as many sockets of one process.
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { WebSocketServer } from 'ws'
import { answerQuestions } from './child.ts'

export type FanOutQuestion = { redisUrl: string; channel: string }

answerQuestions<FanOutQuestion, string>(async ({ redisUrl, channel }) => {
  const redis = new Redis(redisUrl)
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(server, 'listening')
  redis.on('message', (_, text: string) => {
    for (const socket of server.clients) socket.send(text)
  })
  await redis.subscribe(channel)
  return `ws://127.0.0.1:${(server.address() as { port: number }).port}`
})
