import { createRedisResults } from '@cma/runtime/redis-results'
import { createLogger, createResultChanges, unannouncedHeader, type Results } from '@cma/runtime'
import { allPermissions } from '../../src/authorize/field-rules.ts'
import { createResultCache, type Outcome, type ResultCacheOptions } from '../../src/cache/result-cache.ts'
import type { Send } from '../../src/execute/execution.ts'
import { createLiveGraph } from '../../src/live-graph.ts'
import type { Subgraphs } from '../../src/transport/subgraphs.ts'
import { serveWorld } from '../compose.ts'
import { chanceFrom, pauses, slowly, type Chance, type Pause } from './delays.ts'
import { createHistory, type Observed, type Stale } from './history.ts'
import { readers, shelves, type Book } from './shelves.ts'

export interface CheckOptions {
  redisUrl: string
  /** By another way for those who change. */
  writersRedisUrl?: string
  seconds: number
  seed: number
  /** Ends at the first stale answer: enough to know that a planted mistake is noticed. */
  untilStale?: boolean
  bugs?: NonNullable<ResultCacheOptions['bugs']> & PlantedBugs
  /** Reading alone proves nothing: only what a change's own answer showed must be shown ever after. */
  onlyChangesCount?: boolean
  /** Called once everything is under way; what it does to Redis is part of the check, which ends with it. */
  meanwhile?: (sofar: () => Sofar) => Promise<void>
}

export interface PlantedBugs {
  settlesBeforeCommit?: boolean
  announcesAfterCommit?: boolean
  sharesBlindly?: boolean
  /** Failures of the store are passed over: nothing is made void, and what was not announced is forgotten. */
  trustsAfterOutages?: boolean
  /** A router does not mind that a change could not be announced. */
  overhearsUnannounced?: boolean
}

export interface Sofar {
  operations: number
  changes: number
  outcomes: Record<Outcome, number>
  stale: Stale[]
}

export interface Checked extends Sofar {
  /** The longest time that passed without a finished operation, milliseconds. */
  longestSilenceMs: number
}

const centres = ['north', 'south']
const scopes = ['ada', 'bo']

/**
 * Readers and writers at random over two routers and one Redis, with pauses between every two steps of all of them.
 * The routers are whole but for sign-in and HTTP in front, which remember nothing.
 */
export async function check(options: CheckOptions): Promise<Checked> {
  await using stack = new AsyncDisposableStack()
  const chance = chanceFrom(options.seed)
  const pause = pauses(chance, { longShare: 0.04, longMs: 30 })
  // Of a change: rarer, and each of its steps has to be seen from all sides.
  const longPause = pauses(chance, { longShare: 0.35, longMs: 80 })
  // Of an answer on its way: sometimes a whole change is made and answered meanwhile.
  const onItsWay = pauses(chance, { longShare: 0.15, longMs: 250 })
  const bugs = options.bugs ?? {}
  const logger = createLogger({ name: 'check', level: 'silent' })
  const store = (url: string) => {
    const results = createRedisResults(url)
    stack.defer(() => results.close())
    return slowly(bugs.trustsAfterOutages ? passingOverFailures(results) : results, pause)
  }
  const changes = createResultChanges({
    results: store(options.writersRedisUrl ?? options.redisUrl),
    subgraph: 'shelves',
    logger,
  })
  stack.defer(() => changes.close())
  const books = new Map(
    centres.flatMap((centreId) =>
      [1, 2].map(
        (n) => [`${centreId}-${n}`, { id: `${centreId}-${n}`, changes: 0, open: 0, centreId }] as [string, Book],
      ),
    ),
  )
  const world = await serveWorld([shelves({ books, changes, pause, onItsWay, longPause, bugs }), readers])
  stack.defer(() => world.stop())
  world.subgraph('shelves').headers = () => (changes.owes() ? { [unannouncedHeader]: '1' } : {})

  const outcomes: Sofar['outcomes'] = { hit: 0, miss: 0, bypassed: 0 }
  const routers = [1, 2].map(() => {
    const cache = createResultCache({
      results: store(options.redisUrl),
      secret: 'of the check',
      subgraphs: () => ['shelves', 'readers'],
      observe: (outcome) => void (outcomes[outcome] += 1),
      bugs,
    })
    stack.defer(() => cache.stop())
    const afterMutation = async ({ subgraph, unannounced }: { subgraph: string; unannounced: boolean }) => {
      if (unannounced && !bugs.overhearsUnannounced) await cache.voidAnswersOf(subgraph)
    }
    const live = createLiveGraph(world.sdl, {
      graph: {},
      transport: { recallFor: cache.recallFor, afterMutation },
      urls: {},
    })
    stack.defer(() => live.close())
    return { live, cache }
  })

  const history = createHistory()
  let made = 0
  let lastEnd = performance.now()
  let longestSilenceMs = 0
  const run = async ({ name, query, variables, observe }: Operation) => {
    const { live } = one(routers, chance)
    const { graph, subgraphs } = live.current()
    const runnable = graph.prepare({ query, variables }, allPermissions)
    if (Array.isArray(runnable)) throw new Error(JSON.stringify(runnable))
    const send = senderOf(subgraphs, one(scopes, chance), bugs)
    const end = history.begin(name)
    const text = await graph.execute(runnable, send)
    const { data, errors } = JSON.parse(text) as { data: Record<string, unknown>; errors?: unknown }
    if (errors) throw new Error(text)
    const isChange = query.startsWith('mutation')
    end(observe(data), { counts: isChange || !options.onlyChangesCount })
    if (isChange) made += 1
    longestSilenceMs = Math.max(longestSilenceMs, performance.now() - lastEnd)
    lastEnd = performance.now()
  }
  const sofar = (): Sofar => ({
    operations: history.operations,
    changes: made,
    outcomes: { ...outcomes },
    stale: history.stale,
  })
  let over = false
  const worker = async (next: () => Operation, rest: Pause) => {
    while (!over) {
      await run(next())
      await rest()
      if (options.untilStale && history.stale.length > 0) over = true
    }
  }
  const workers = [
    ...Array.from({ length: 8 }, () => worker(() => aRead(books, chance), pause)),
    ...Array.from({ length: 2 }, () => worker(() => aChange(books, chance), restFor(chance))),
  ]
  const timer = setTimeout(() => (over = true), options.seconds * 1_000)
  const all = Promise.all(workers)
  const trouble = options.meanwhile?.(sofar).finally(() => void (over = true))
  try {
    await Promise.all([all, trouble])
  } finally {
    over = true
    clearTimeout(timer)
  }
  return { ...sofar(), longestSilenceMs }
}

function passingOverFailures(results: Results): Results {
  const passOver = () => {}
  return {
    ...results,
    announce: (...change) => results.announce(...change).catch(passOver),
    settle: (...change) => results.settle(...change).catch(passOver),
    renew: () => results.ping(),
  }
}

/** What is under way may be shared here whenever the cache says so: other guards are left out. */
function senderOf(subgraphs: Subgraphs, scope: string, { sharesBlindly = false }: PlantedBugs = {}): Send {
  const send = subgraphs.sendFor({ scope, sharing: 'always', headers: () => ({}) })
  if (!sharesBlindly) return send
  const blind: Send = ({ sharing: _, ...request }) => send(request)
  return Object.assign(blind, send.recall && { recall: send.recall })
}

interface Operation {
  name: string
  query: string
  variables: Record<string, unknown>
  observe(data: Record<string, unknown>): Observed[]
}

const changesOf = (book: Partial<Book>): Observed => ({ what: String(book.id), value: (book.changes ?? book.open)! })
const sizeOf = (centreId: string, shelf: unknown): Observed => ({
  what: `shelf ${centreId}`,
  value: (shelf as Book[]).length,
})

function aRead(books: ReadonlyMap<string, Book>, chance: Chance): Operation {
  const id = one([...books.keys()].slice(0, 4), chance)
  const centreId = one(centres, chance)
  return one<() => Operation>(
    [
      () =>
        reading('query ($id: ID!) { book(id: $id) { id changes } }', { id }, ({ book }) => [changesOf(book as Book)]),
      () => reading('query ($id: ID!) { book(id: $id) { open id } }', { id }, ({ book }) => [changesOf(book as Book)]),
      () =>
        reading('query ($ids: [ID!]!) { pile(ids: $ids) { id changes } }', { ids: some(books, chance) }, ({ pile }) =>
          (pile as Book[]).map(changesOf),
        ),
      () =>
        reading('query ($ids: [ID!]!) { pile(ids: $ids) { open id } }', { ids: some(books, chance) }, ({ pile }) =>
          (pile as Book[]).map(changesOf),
        ),
      () =>
        reading('query ($centreId: ID!) { shelf(centreId: $centreId) { id changes } }', { centreId }, ({ shelf }) => [
          sizeOf(centreId, shelf),
          ...(shelf as Book[]).map(changesOf),
        ]),
      () => reading('{ everything { id open } }', {}, ({ everything }) => (everything as Book[]).map(changesOf)),
    ],
    chance,
  )()
}

function reading(query: string, variables: Record<string, unknown>, observe: Operation['observe']): Operation {
  return { name: query, query, variables, observe }
}

function aChange(books: ReadonlyMap<string, Book>, chance: Chance): Operation {
  const centreId = one(centres, chance)
  if (chance() < 0.15 && books.size < 60) {
    const query = 'mutation ($centreId: ID!) { add(centreId: $centreId) { id } }'
    return { name: 'add', query, variables: { centreId }, observe: ({ add }) => [sizeOf(centreId, add)] }
  }
  const query = 'mutation ($id: ID!) { change(id: $id) { id changes } }'
  const id = one([...books.keys()].slice(0, 4), chance)
  return { name: 'change', query, variables: { id }, observe: ({ change }) => [changesOf(change as Book)] }
}

/** Writers rest long enough, now and then, for something to be remembered. */
function restFor(chance: Chance): Pause {
  return () => new Promise((resolve) => setTimeout(resolve, 5 + chance() * 80))
}

function one<T>(of: readonly T[], chance: Chance): T {
  return of[Math.floor(chance() * of.length)]!
}

function some(books: ReadonlyMap<string, Book>, chance: Chance): string[] {
  return [...books.keys()].slice(0, 4).filter(() => chance() < 0.5)
}
