/** Other subgraphs' things are known here by id only. */
export function asUser(id: string | null): { id: string } | null {
  return id === null ? null : { id }
}
