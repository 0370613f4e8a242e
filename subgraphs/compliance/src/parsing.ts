// Forms of input fields that several commands have. Messages are for the person at the form.
import { isId } from '@cma/runtime'
import { z } from 'zod'

export const id = z
  .string()
  .refine(isId, 'This id is not of anything here. Take it from the list or page that shows the thing')

/** Text that has to be there. */
export function text(what: string, max = 2_000) {
  return z
    .string()
    .transform((value) => value.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .refine((value) => value !== '', `${what} can't be empty. Write it and send again`)
    .refine(
      (value) => value.length <= max,
      `${what} can't be longer than ${max.toLocaleString('en-GB')} characters. Shorten it and send again`,
    )
    .refine(
      (value) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value),
      `${what} contains characters that can't be shown. Remove them and send again`,
    )
}

/** Left out, null and empty text all mean none. */
export function orNone<Schema extends z.ZodType>(schema: Schema) {
  return z
    .preprocess((value) => (typeof value === 'string' && value.trim() === '' ? null : value), schema.nullish())
    .transform((value) => value ?? null)
}

/** A moment, as the scalar DateTime gives it. */
export function moment(what: string) {
  return z.iso
    .datetime(`${what} has to be a moment such as 2026-11-24T16:10:00.000Z`)
    .transform((value) => new Date(value))
}

export const reason = text('The reason')

/** An item of a case's checklist. */
export const itemOfCase = z.object({ caseChecklistId: id, itemId: id })
