/**
 * Plans one operation with Hive's planner in a process of its own, which that planner may end. Costs a fifth of a second,
 * in which this process waits: for the few operations that need it, once for each.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { QueryPlanner, type PlanNode } from '@graphql-hive/router-query-planner'

interface Question {
  sdl: string
  text: string
  operationName: string | null
  percentage: number
}

/** @throws when there is no plan, or the process ended */
export function planApart(question: Question): PlanNode | undefined {
  const { status, stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], {
    input: JSON.stringify(question),
    maxBuffer: 64 * 1024 * 1024,
    timeout: 10_000,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  if (status !== 0) throw new Error('No planner finds a way')
  return (JSON.parse(stdout.toString()) as { node?: PlanNode }).node
}

if (import.meta.main) {
  const { sdl, text, operationName, percentage } = JSON.parse(readFileSync(0, 'utf8')) as Question
  const { node } = new QueryPlanner(sdl).plan(text, operationName, new Set(), percentage)
  process.stdout.write(JSON.stringify({ node }))
}
