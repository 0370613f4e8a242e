import { isId, type Page } from '@cma/runtime'
import { GraphQLError } from 'graphql'

/**
 * Where a page of a list in order of day and id begins; undefined on the first page. The day is null in the part of the
 * list, at its end, that has no day.
 */
export function afterDay({ after }: Page): { day: Date | null; id: string } | undefined {
  if (after === undefined) return undefined
  const [day, id] = after
  const at = typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00.000Z`) : null
  const valid = typeof id === 'string' && isId(id) && (day === null || (at !== null && !Number.isNaN(at.getTime())))
  if (!valid) throw new GraphQLError('This cursor is of another list', { extensions: { code: 'BAD_USER_INPUT' } })
  return { day: at, id }
}
