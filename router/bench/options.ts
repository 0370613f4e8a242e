/** What `npm run bench:router -- …` takes. */
import { parseArgs } from 'node:util'

export interface Options {
  quick: boolean
  /** Alternating rounds; every figure is the median over them. */
  rounds: number
  /** Seconds of load a router gets for each operation in each round. */
  seconds: number
  warmUpSeconds: number
  connections: number
  /** Clients of the subscription fan-out, one measurement each. */
  clients: number[]
  /** Also measure the case page on the product itself. */
  product: boolean
  /** Write the table and the chart into router/bench. */
  write: boolean
}

const full: Options = {
  quick: false,
  rounds: 5,
  seconds: 5,
  warmUpSeconds: 5,
  connections: 50,
  clients: [1, 10, 100, 1_000, 5_000],
  product: true,
  write: true,
}

/** Under a minute on two cores: to notice that something got slower, not to publish. */
const quick: Options = {
  quick: true,
  rounds: 2,
  seconds: 1,
  warmUpSeconds: 1,
  connections: 50,
  clients: [1_000],
  product: false,
  write: false,
}

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      clients: { type: 'string' },
      product: { type: 'boolean' },
      write: { type: 'boolean' },
    },
    allowNegative: true,
  })
  const base = values.quick ? quick : full
  return {
    ...base,
    rounds: positive('rounds', values.rounds ?? String(base.rounds)),
    seconds: positive('seconds', values.seconds ?? String(base.seconds)),
    clients: values.clients?.split(',').map((clients) => positive('clients', clients)) ?? base.clients,
    product: values.product ?? base.product,
    write: values.write ?? base.write,
  }
}

function positive(name: string, text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new Error(`--${name} wants a number above 0, not "${text}".`)
  return number
}
