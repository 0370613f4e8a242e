import { decodeCursor, encodeCursor } from '@cma/runtime'
import { GraphQLError } from 'graphql'

/** The cursor of an alert: its place in the order of all alerts. Lists and the subscription take the same. */
export function alertCursor(sequence: bigint): string {
  return encodeCursor(['alert', String(sequence)])
}

/** @throws BAD_USER_INPUT for anything that alertCursor did not make */
export function sequenceOf(cursor: string): bigint {
  const [kind, sequence, ...rest] = decodeCursor(cursor)
  if (kind === 'alert' && typeof sequence === 'string' && /^\d{1,18}$/.test(sequence) && rest.length === 0)
    return BigInt(sequence)
  throw invalidCursor()
}

export function invalidCursor(): GraphQLError {
  return new GraphQLError('This cursor is not one of an alert. Leave it out, or take one from the list of alerts', {
    extensions: { code: 'BAD_USER_INPUT' },
  })
}
