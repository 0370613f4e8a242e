/** What identity asks of the store for sessions; the runtime's port offers it, over Redis or in memory. */
export type KeyValue = {
  get(key: string): Promise<string | null>
  set(key: string, value: string, ttlSeconds?: number): Promise<void>
  delete(key: string): Promise<void>
  getAndDelete(key: string): Promise<string | null>
  /** Adds one and answers the sum; the first addition starts the time to live. */
  increment(key: string, ttlSeconds: number): Promise<number>
}

/** Tells other processes; whoever is not listening hears nothing. */
export type Nudge = (channel: string, message: Record<string, unknown>) => Promise<void>
