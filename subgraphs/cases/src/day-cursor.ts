import { isId, type Page } from '@cma/runtime'
import { GraphQLError } from 'graphql'

type Start = { day: Date | null; id: string }

/** Where a page of a list in order of day and id begins; undefined on the first page. */
export function afterDay(page: Page): { day: Date; id: string } | undefined {
  const start = afterDayOrNone(page)
  if (start && start.day === null) throw foreign()
  return start as { day: Date; id: string } | undefined
}

/** The same for a list that ends with rows that have no day. */
export function afterDayOrNone({ after }: Page): Start | undefined {
  if (after === undefined) return undefined
  const [day, id] = after
  const at = typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00.000Z`) : null
  const valid = typeof id === 'string' && isId(id) && (day === null || (at !== null && !Number.isNaN(at.getTime())))
  if (!valid) throw foreign()
  return { day: at, id }
}

const foreign = () => new GraphQLError('This cursor is of another list', { extensions: { code: 'BAD_USER_INPUT' } })
