/**
 * What routers remember of subgraphs' answers, and the versions of tags by which they know whether it still holds.
 * The router's README tells why what is remembered is never older than a change whose answer was given.
 */
export type Results = {
  /** Versions of tags and remembered values, each in the order asked, in one round trip. */
  read(asked: { tags: readonly string[]; keys: readonly string[] }): Promise<{
    versions: TagVersion[]
    values: (Buffer | undefined)[]
  }>
  /** Gives each tag that has no version one. @returns the versions, the new ones and those that others were first to give */
  begin(tags: readonly string[]): Promise<TagVersion[]>
  keep(key: string, value: Buffer, ttlMs: number): Promise<void>
  /** Marks the tags as changing until `settle` with the same `change`, for at most `changeMs`. */
  announce(tags: readonly string[], change: string): Promise<void>
  /** The change is made: gives each tag a version that it never had. */
  settle(tags: readonly string[], change: string): Promise<void>
  /** Gives the tags new versions: whatever was remembered under them is void. */
  renew(tags: readonly string[]): Promise<void>
  /** Resolves when the store answers. */
  ping(): Promise<void>
  /** Counts how often the connection was lost or moved: changes may have gone past the store meanwhile. */
  losses(): number
  close(): void
}

/** `changing`: a change is under way, and nothing may be remembered or recalled. Undefined: nobody has given one yet. */
export type TagVersion = string | 'changing' | undefined

export const changing = 'changing'

/** Of a tag's version. Longer than anything is remembered; a version that is gone never comes back. */
export const tagTtlMs = 3_600_000

/** How long an announced change may take from its announcement to its commit. */
export const changeMs = 60_000

/**
 * Whoever recalls results has heard from the store within this time, and knows that it missed nothing; a change that
 * could not be announced waits longer than this for its answer, so that everybody has noticed.
 */
export const resultLeaseMs = 2_000

/** Says to the router that a change was answered without being announced: it makes remembered answers void itself. */
export const unannouncedHeader = 'x-cma-unannounced'
