import { isJsonObject, type JsonObject } from '../execute/data.ts'
import type { Execution, SubgraphRequest, SubgraphResponse } from '../execute/execution.ts'
import type { CacheableSelection } from './cacheable-selection.ts'

/** What is remembered of a root fetch. */
export interface RecalledRoot {
  data?: JsonObject
  /** What goes with the request when nothing is. */
  asked: Pick<SubgraphRequest, 'sharing'>
  /** Before the answer is merged: merging takes it over. */
  remember(response: SubgraphResponse): void
}

export async function recallRoot(
  selection: CacheableSelection,
  { send, variables }: Execution,
): Promise<RecalledRoot | undefined> {
  if (!send.recall) return undefined
  const { answers, sharing, remember } = await send.recall([{ selection, variables }])
  const [data] = answers
  return {
    ...(data && { data }),
    asked: { sharing },
    remember({ data: answered, errors }) {
      // What was not found may appear by something that bumps no tag of it.
      if (!errors && isJsonObject(answered) && !Object.values(answered).includes(null)) remember(0, answered)
    },
  }
}
