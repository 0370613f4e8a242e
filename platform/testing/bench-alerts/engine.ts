/** Events through the ledger and the engine, and the morning on which thousands of open cases fall due: all on one core. */
import { moveToCore } from '@cma/router/bench/cores'
import { startChild } from './child.ts'
import type { EngineQuestion, Work } from './engine-process.ts'

export type EngineFigures = {
  sealed: Work[]
  taken: Work[]
  mornings: Work[]
}

export type EngineBench = {
  core: number
  rounds: number
  /** Cases of which each round brings the whole history, about twenty-six events each. */
  casesEach: number
  /** Open cases that fall due at one moment. */
  openCases: number
  say(text: string): void
}

export async function measureEngine({ core, rounds, casesEach, openCases, say }: EngineBench): Promise<EngineFigures> {
  await using child = startChild<EngineQuestion, Work>('./engine-process.ts')
  moveToCore(core, child.pid)
  const figures: EngineFigures = { sealed: [], taken: [], mornings: [] }
  await child.ask({ start: true })
  try {
    await child.ask({ seal: true })
    await child.ask({ take: true }) // what the demo left
    for (let round = 0; round < rounds; round += 1) {
      const { count } = await child.ask({ load: casesEach })
      const sealed = await child.ask({ seal: true })
      const taken = await child.ask({ take: true })
      figures.sealed.push(sealed)
      figures.taken.push(taken)
      say(`${count} events, round ${round + 1}: sealed in ${seconds(sealed)}, taken by the engine in ${seconds(taken)}`)
    }
    await child.ask({ fill: openCases })
    await child.ask({ seal: true })
    await child.ask({ take: true })
    say(`${openCases} open cases are there`)
    for (let round = 0; round < rounds; round += 1) {
      const morning = await child.ask({ morning: openCases })
      figures.mornings.push(morning)
      say(
        `morning ${round + 1}: ${seconds(morning)}, ${morning.statements} statements, ${morning.alerts} alerts raised`,
      )
    }
    return figures
  } finally {
    await child.ask({ stop: true })
  }
}

const seconds = ({ ms }: Work) => `${(ms / 1_000).toFixed(1)} s`
