/** An entity of another domain, known here by its id. */
export type Reference = { id: string }

export function reference(id: string | null): Reference | null {
  return id === null ? null : { id }
}
