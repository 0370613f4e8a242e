import { useApolloClient } from '@apollo/client/react'
import { useEffect } from 'react'
import { refetchFieldsOf } from '../graph/refetch.ts'

const everyMs = 1_500
/** Compliance needs a moment for a new case; what has not come by then comes with the page's next visit. */
const most = 40

/** Looks again by itself while `missing`: a case that was opened a moment ago gets its checklists, and what they hold up, a moment later. */
export function useChecklistsToCome(caseId: string | undefined, missing: boolean): void {
  const client = useApolloClient()
  useEffect(() => {
    if (!missing || caseId === undefined) return undefined
    let looked = 0
    const timer = setInterval(() => {
      looked += 1
      if (looked >= most) clearInterval(timer)
      refetchFieldsOf(client, 'Case', caseId, ['stageGate', 'checklists', 'compliance'])
    }, everyMs)
    return () => clearInterval(timer)
  }, [client, caseId, missing])
}
