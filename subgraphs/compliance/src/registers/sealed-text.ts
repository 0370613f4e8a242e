import type { FieldEncryption } from '@cma/runtime'
import type { Context } from '../context.ts'

// What people wrote in the registers: names, complaints, reasons, findings. Encrypted, bound to table, column and row.

const columns = {
  complaint: ['complainant', 'words', 'root_cause_note', 'withdrawn_reason'],
  subject_access_request: ['requester', 'request', 'extension_reason', 'decision_reason'],
  data_breach: ['description', 'assessment', 'lessons'],
  file_review: ['findings'],
  file_review_action: ['text'],
} as const

export type SealedTable = keyof typeof columns
export type SealedColumn<Table extends SealedTable> = (typeof columns)[Table][number]

const placeOf = (table: SealedTable, column: string, rowId: string) => ({ table: `compliance.${table}`, column, rowId })

/** Seals the texts of one row. `seal('words', text)`; null stays null. */
export function sealerOf<Table extends SealedTable>({ services }: Context, table: Table, rowId: string) {
  return <Text extends string | null>(column: SealedColumn<Table>, text: Text): Text =>
    (text === null ? null : services.encryption.encryptField(text, placeOf(table, column, rowId))) as Text
}

/** Reads a text of a row that the viewer sees. */
export function unseal<Table extends SealedTable>(
  { services }: { services: { encryption: FieldEncryption } },
  table: Table,
  { column, rowId, sealed }: { column: SealedColumn<Table>; rowId: string; sealed: string | null },
): string | null {
  return sealed === null ? null : services.encryption.decryptField(sealed, placeOf(table, column, rowId))
}
