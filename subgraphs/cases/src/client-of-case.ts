import type { Refuse } from './context.ts'
import type { CaseRow } from './rows.ts'

/** The client that a command on a case is about: the first unless said, and one of the case's own. */
export function clientOfCase(
  { clientId, jointClientId }: Pick<CaseRow, 'clientId' | 'jointClientId'>,
  wanted: string | null,
  refuse: Refuse,
): string {
  const client = wanted ?? clientId
  return client === clientId || client === jointClientId
    ? client
    : refuse('NOT_FOUND', 'This person is not a client of the case. Choose one of its clients', 'clientId')
}
