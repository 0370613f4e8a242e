import { uuidv7 } from 'uuidv7'

/** A UUIDv7: unique, and in order of time, which keeps indexes dense. */
export function newId(): string {
  return uuidv7()
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether PostgreSQL would take the text as a uuid. An id that is none belongs to nothing. */
export function isId(text: string): boolean {
  return uuid.test(text)
}
