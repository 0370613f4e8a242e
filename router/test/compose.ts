import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { serveSubgraph, type ServedSubgraph, type SubgraphSource } from './serve-subgraph.ts'

export interface World {
  sdl: string
  subgraphs: ReadonlyMap<string, ServedSubgraph>
  subgraph(name: string): ServedSubgraph
  stop(): Promise<void>
}

/** Serves subgraphs and composes them with their real addresses. */
export async function serveWorld(sources: readonly SubgraphSource[]): Promise<World> {
  const served = await Promise.all(sources.map(serveSubgraph))
  const result = composeServices(served.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })))
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('\n'))
  const subgraphs = new Map(served.map((subgraph) => [subgraph.name, subgraph]))
  return {
    sdl: result.supergraphSdl,
    subgraphs,
    subgraph(name) {
      const found = subgraphs.get(name)
      if (!found) throw new Error(`No subgraph ${name}`)
      return found
    },
    async stop() {
      await Promise.all(served.map((subgraph) => subgraph.stop()))
    },
  }
}
