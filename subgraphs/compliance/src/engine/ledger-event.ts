/** A sealed event of the ledger, as the engine reads it. */
export type LedgerEvent = {
  /** Place in the ledger's order. */
  sequence: bigint
  id: string
  occurredAt: Date
  centreId: string | null
  action: string
  facts: Record<string, unknown>
}
