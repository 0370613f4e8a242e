import { subgraphEnvironment } from '@cma/runtime'
import { z } from 'zod'

/** What identity understands besides what every subgraph does. */
export const authEnvironment = z
  .object({
    /** Path of a file with at least 32 characters: signs session cookies, here and in the router, and encrypts authenticator secrets. */
    AUTH_SECRET: z.string(),
    /** Where browsers reach the router. */
    PUBLIC_URL: z.url({ protocol: /^https?$/ }),
    NODE_ENV: z.string().optional(),
  })
  .refine(({ PUBLIC_URL, NODE_ENV }) => NODE_ENV !== 'production' || PUBLIC_URL.startsWith('https:'), {
    path: ['PUBLIC_URL'],
    error: 'must be https in production, where session cookies only travel encrypted',
  })

/** For `parseEnvironment`, also in a host that runs several subgraphs. */
export const identityEnvironment = z.intersection(subgraphEnvironment, authEnvironment)
