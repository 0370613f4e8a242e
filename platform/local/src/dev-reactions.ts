import { subgraphNames } from './services.ts'

export type Reaction = {
  /** Subgraphs whose client and types are generated anew. */
  generate: string[]
  /** Whether the supergraph is composed anew. */
  compose: boolean
  /** Whether migrations are applied. */
  migrates: boolean
  /** Services that are restarted, in this order. */
  restart: string[]
}

const irrelevant = /(?:^|\/)(?:node_modules|generated)\/|\.test\.ts$|(?:^|\/)\.|~$/

/** What `npm run dev` does when these files, by their path from the root, have changed. */
export function reactionTo(paths: string[]): Reaction {
  const relevant = paths.filter((path) => !irrelevant.test(path) && /\.(?:ts|graphql|prisma|sql|json)$/.test(path))
  const contracts = relevant.filter((path) => path.endsWith('.graphql'))
  const slices = relevant.filter((path) => path.endsWith('.prisma'))
  const everything = relevant.some((path) => path.startsWith('platform/runtime/') || /^prisma\/[^/]+\.ts$/.test(path))
  const touched = subgraphNames.filter((name) =>
    relevant.some((path) => path.startsWith(`subgraphs/${name}/`) || path.startsWith(`prisma/${name}/`)),
  )
  const router = everything || contracts.length > 0 || relevant.some((path) => path.startsWith('router/'))
  return {
    generate: subgraphNames.filter((name) => [...contracts, ...slices].some((path) => path.split('/')[1] === name)),
    compose: contracts.length > 0,
    migrates: relevant.some((path) => path.endsWith('.sql')),
    restart: [...(everything ? subgraphNames : touched), ...(router ? ['router'] : [])],
  }
}
