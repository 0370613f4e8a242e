import type { GraphOptions } from './graph.ts'
import { createGraph, type Graph } from './graph.ts'
import type { Answer } from './http/graphql-endpoint.ts'
import { variantOf } from './supergraph/variant.ts'
import { createHub, type Hub } from './subscriptions/hub.ts'
import { createUpstreamConnections, type UpstreamSubscriber } from './subscriptions/upstream-connections.ts'
import { createInFlight, type InFlight } from './transport/in-flight.ts'
import { createSubgraphs, type Subgraphs, type SubgraphsOptions } from './transport/subgraphs.ts'

/** Everything that belongs to one supergraph. */
export interface Generation {
  graph: Graph
  subgraphs: Subgraphs
  hub: Hub
  /** Whole answers on their way, by who asks and what. */
  answers: InFlight<Answer>
}

/** A supergraph with its variant, which has a schema, subscriptions and answers of its own over the same subgraphs. */
export interface WholeGeneration extends Generation {
  variant?: Generation | undefined
}

/** The supergraph in force. A request keeps the generation with which it began. */
export interface LiveGraph {
  current(): WholeGeneration
  /** Puts another supergraph in force; throws, and changes nothing, when it cannot be loaded. */
  reload(sdl: string): void
  close(): Promise<void>
}

export interface LiveGraphOptions {
  graph: Omit<GraphOptions, 'sdl'>
  transport: Omit<SubgraphsOptions, 'urls'>
  /** Addresses over those of the supergraph. */
  urls: Readonly<Record<string, string>>
  /** Tag of the variant to offer besides. */
  variantTag?: string | undefined
  /** Called when a new generation is in force, so that what hangs on the old one can be ended. */
  onReload?: () => void
  /** How long requests of an old generation may still ask subgraphs. */
  lingerMs?: number
}

interface Whole extends WholeGeneration {
  connections: UpstreamSubscriber
}

export function createLiveGraph(sdl: string, options: LiveGraphOptions): LiveGraph {
  const { lingerMs = 30_000 } = options
  let current = build(sdl, options)
  const old = new Set<Whole>()
  const end = async (generation: Whole) => {
    old.delete(generation)
    await generation.connections.close()
    await generation.subgraphs.close()
  }
  return {
    current: () => current,
    reload(next) {
      const replaced = current
      current = build(next, options)
      old.add(replaced)
      setTimeout(() => void end(replaced), lingerMs).unref()
      options.onReload?.()
    },
    async close() {
      await Promise.all([current, ...old].map(end))
    },
  }
}

function build(sdl: string, options: LiveGraphOptions): Whole {
  const { graph: graphOptions, transport, urls: overrides, variantTag } = options
  const graph = createGraph({ ...graphOptions, sdl })
  const urls = new Map(graph.supergraph.routingUrls)
  for (const [name, url] of Object.entries(overrides)) if (urls.has(name)) urls.set(name, url)
  const connections = createUpstreamConnections(urls)
  const subgraphs = createSubgraphs({ ...transport, urls })
  const over = (one: Graph): Generation => ({
    graph: one,
    subgraphs,
    hub: createHub({ graph: one, connections }),
    answers: createInFlight(),
  })
  const variantSdl = variantTag === undefined ? undefined : variantOf(sdl, variantTag)
  const variant = variantSdl === undefined ? undefined : over(createGraph({ ...graphOptions, sdl: variantSdl }))
  return { ...over(graph), connections, variant }
}
