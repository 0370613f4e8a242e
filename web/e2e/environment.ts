import { z } from 'zod'

/** A running system to test against while the tests are written; without it, the run starts one of its own. */
export const runningSystem = z
  .object({ CASEWORK_URL: z.url().optional(), CASEWORK_DATA_DIR: z.string().optional() })
  .transform(({ CASEWORK_URL: url, CASEWORK_DATA_DIR: dataDir }) => (url && dataDir ? { url, dataDir } : undefined))
  .parse(process.env)
