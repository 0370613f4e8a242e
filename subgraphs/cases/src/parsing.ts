// Forms of input fields that several commands have. Messages are for the person at the form.
import { isId } from '@cma/runtime'
import { z } from 'zod'

export const id = z
  .string()
  .refine(isId, 'This id is not of anything here. Take it from the list or page that shows the thing')

/** Text that has to be there: trimmed, one form for each letter, without control characters. */
export function text(what: string, max: number) {
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

/** As text, on one line. */
export function line(what: string, max = 200) {
  return text(what, max).refine(
    (value) => !value.includes('\n'),
    `${what} has to be on one line. Remove the line breaks`,
  )
}

/** Left out and null both mean none, and so does empty text. */
export function orNone<Schema extends z.ZodType>(schema: Schema) {
  return z
    .preprocess((value) => (typeof value === 'string' && value.trim() === '' ? null : value), schema.nullish())
    .transform((value) => value ?? null)
}

/** Left out means unchanged, null means none. For updates. */
export function orUnchanged<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
    schema.nullable().optional(),
  )
}

/** Left out and null mean the default. */
export function orDefault<Schema extends z.ZodType>(schema: Schema, value: z.output<Schema>) {
  return schema.nullish().transform((given) => given ?? value)
}

const tag = line('A tag', 40)
  .transform((value) => value.toLowerCase().replace(/^#+/, '').replace(/\s+/g, ' ').trim())
  .refine(
    (value) => /^[\p{L}\p{N}][\p{L}\p{N} &'’/+.-]*$/u.test(value),
    'A tag consists of letters, figures and hyphens. Choose another',
  )

/** Lower case, each once, in the order given. */
export const tags = z
  .array(tag)
  .transform((all) => [...new Set(all)])
  .refine((all) => all.length <= 20, "There can't be more than 20 tags. Leave some out")

/** How a tag is kept, for looking it up; undefined when no tag can look like that. */
export function normalTag(given: string): string | undefined {
  return tag.safeParse(given).data
}

/** A calendar day; the scalar has seen to its form, and day-rules.ts sees to where it lies. */
export const day = z.string()

export const reason = text('The reason', 2_000)
