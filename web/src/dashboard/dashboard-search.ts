/** The centre that the dashboard is about; all that the viewer oversees where it is left out. */
export function dashboardSearch(raw: Record<string, unknown>): { centre?: string } {
  return typeof raw['centre'] === 'string' ? { centre: raw['centre'] } : {}
}
