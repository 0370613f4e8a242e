/** What `npm run bench:alerts -- ...` takes. */
import { parseArgs } from 'node:util'

export type Options = {
  quick: boolean
  /** Alternating rounds; every figure is the median over them. */
  rounds: number
  /** Alerts, and Redis publishes, of a round. */
  messages: number
  /** Sockets, one measurement each. */
  subscribers: number[]
  /** Devices that ask instead, and how long each waits from one question to its next. */
  pollers: number
  pollEveryMs: number
  /** Cases of each round of events, and open cases of a morning. */
  casesEach: number
  openCases: number
  /** Write the tables and the chart beside this. */
  write: boolean
}

const full: Options = {
  quick: false,
  rounds: 3,
  messages: 20,
  subscribers: [1, 100, 1_000, 5_000],
  pollers: 100,
  // As is common: no more often, as everybody pays for it; no more seldom, as somebody waits.
  pollEveryMs: 5_000,
  casesEach: 1_250,
  openCases: 10_000,
  write: true,
}

/** To notice that something became slower, not to publish. */
const quick: Options = {
  quick: true,
  rounds: 1,
  messages: 5,
  subscribers: [1, 1_000],
  pollers: 40,
  pollEveryMs: 5_000,
  casesEach: 100,
  openCases: 250,
  write: false,
}

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      rounds: { type: 'string' },
      messages: { type: 'string' },
      subscribers: { type: 'string' },
      pollers: { type: 'string' },
      cases: { type: 'string' },
      write: { type: 'boolean' },
    },
    allowNegative: true,
  })
  const base = values.quick ? quick : full
  return {
    ...base,
    rounds: positive('rounds', values.rounds, base.rounds),
    messages: positive('messages', values.messages, base.messages),
    subscribers: values.subscribers?.split(',').map((number) => positive('subscribers', number, 0)) ?? base.subscribers,
    pollers: positive('pollers', values.pollers, base.pollers),
    openCases: positive('cases', values.cases, base.openCases),
    write: values.write ?? base.write,
  }
}

function positive(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const number = Number(text)
  if (!(Number.isInteger(number) && number > 0))
    throw new Error(`--${name} wants a whole number above 0, not "${text}".`)
  return number
}
