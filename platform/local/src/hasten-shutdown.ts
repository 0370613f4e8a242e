/** How long sessions may go on after somebody has asked the server to stop. */
const graceMs = 5_000
const everyMs = 1_000

/**
 * A plain `kill` is PostgreSQL's "smart" shutdown: no new session, and the end only when the last one has gone. Services keep theirs,
 * so it would neither serve nor end. Here its sessions are ended after a moment, and its supervisor starts it again.
 * @param state the server's own word for how it stands
 * @param end asks for the fast shutdown
 * @returns how to stop watching
 */
export function hastenShutdown({ state, end }: { state: () => string | undefined; end: () => void }): () => void {
  let since: number | undefined
  const timer = setInterval(() => {
    since = state() === 'stopping' ? (since ?? performance.now()) : undefined
    if (since !== undefined && performance.now() - since >= graceMs) end()
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
