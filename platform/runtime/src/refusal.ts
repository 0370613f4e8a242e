/** An expected no: what the viewer can't do, why, and the way on. Data, not an error. */
export type Refused<Code extends string = string> = {
  __typename: 'Refused'
  code: Code
  message: string
  field: string | null
}

/** Carries a refusal out of a command; never leaves `defineCommand`. */
export class RefusalError<Code extends string = string> extends Error {
  readonly refused: Refused<Code>
  constructor(refused: Refused<Code>) {
    super(refused.code)
    this.name = 'RefusalError'
    this.refused = refused
  }
}

export function refused<Code extends string>(code: Code, message: string, field?: string): Refused<Code> {
  return { __typename: 'Refused', code, message, field: field ?? null }
}

export function isRefused(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && (value as { __typename?: unknown }).__typename === 'Refused'
}

/** The resolver of a result union: `AddNoteResult: resultOf('Note')`. */
export function resultOf<Name extends string>(
  successType: Name,
): { __resolveType: (value: unknown) => Name | 'Refused' } {
  return { __resolveType: (value) => (isRefused(value) ? 'Refused' : successType) }
}
