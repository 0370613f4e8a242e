import { newId } from '@cma/runtime'
import type { TestDatabase } from '../database.ts'
import type { TestCase } from './a-case.ts'

export type TestNote = { id: string; authorId: string }

export type NoteOptions = {
  on: TestCase
  author?: { sub: string }
  category?: string
  visibility?: string
  body?: string
  tags?: string[]
  followUpOn?: string
  createdAt?: Date
}

const restrictions: Record<string, string> = { SAFEGUARDING: 'RESTRICTED', VULNERABILITY: 'VULNERABILITY' }

/** A note on the case, an ordinary telephone call unless said, as its command would have left it. */
export async function aNote(database: TestDatabase, options: NoteOptions): Promise<TestNote> {
  const { on, category = 'PHONE_CALL', body = 'Rang the client.', createdAt = new Date() } = options
  const id = newId()
  const authorId = options.author?.sub ?? newId()
  const byCategory = restrictions[category]
  const visibility = byCategory ? 'RESTRICTED' : (options.visibility ?? 'CASE_TEAM')
  const restriction = byCategory ?? (['RESTRICTED', 'COMPLIANCE'].includes(visibility) ? visibility : 'NONE')
  await database.query(
    `insert into cases.note (id, case_id, centre_id, visibility, restriction, author_id, created_at, follow_up_on) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, on.id, on.centreId, visibility, restriction, authorId, createdAt, options.followUpOn ?? null],
  )
  await database.query(
    `insert into cases.note_version (note_id, version, case_id, centre_id, author_id, restriction, category, priority, body, tags, attachment_ids, written_at, written_by_id)
     values ($1, 1, $2, $3, $4, $5, $6, 'NORMAL', $7, $8, '{}', $9, $4)`,
    [id, on.id, on.centreId, authorId, restriction, category, body, options.tags ?? [], createdAt],
  )
  await database.query('select cases.refresh_case($1)', [on.id])
  return { id, authorId }
}
