// The rows behind the types of the contract: what codegen.json maps to.
import type { Connection } from '@cma/runtime'
import type { Case, Note, Task } from './generated/prisma/client.ts'
import type { NextActionKind } from './generated/graphql.ts'

export type {
  Appointment as AppointmentRow,
  Case as CaseRow,
  Client as ClientRow,
  Note as NoteRow,
  NoteTemplate as NoteTemplateRow,
  NoteVersion as NoteVersionRow,
  Task as TaskRow,
} from './generated/prisma/client.ts'

export type NextActionRow = {
  caseId: string
  kind: NextActionKind
  /** ISO day. */
  dueOn: string
  /** As recorded; for a note, see noteId, for an appointment its kind. */
  words: string | null
  noteId: string | null
}

/** Counting costs a statement, so it is done when totalCount is asked for. */
export type Counted<Row> = Connection<Row> & { totalCount: () => Promise<number> }
export type CaseList = Counted<Case>
export type NoteList = Counted<Note>
export type TaskList = Counted<Task>
