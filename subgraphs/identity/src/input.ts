import { roles } from '@cma/runtime'
import { z } from 'zod'
import { inOrder } from './roles.ts'

// What people type, and the sentence for each way of getting it wrong.

export const id = z.string().max(64, 'This is not an id. Send the one that the graph gave.')

/** Of a person or a centre. */
export const name = z
  .string('Write a name.')
  .trim()
  .min(1, 'Write a name.')
  .max(100, 'A name can have at most 100 characters. Write a shorter one.')
  .regex(/^[^\p{Cc}<>]*$/u, 'A name can’t contain < or > or line breaks. Write it without them.')

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'An e-mail address can have at most 254 characters. Write a shorter one.')
  .pipe(z.email('This is not an e-mail address. Write one like name@example.org.'))

/** `null` and an empty text take the number away. */
export const telephone = z
  .string()
  .trim()
  .regex(
    /^$|^(?=(?:\D*\d){6})[+\d\s()-]{6,25}$/,
    'This is not a telephone number. Write digits and spaces, such as 01632 960 001.',
  )
  .transform((text) => text || null)
  .nullish()

export const givenRoles = z
  .array(z.enum(roles))
  .min(1, 'Choose at least one role. To take all of them away, end the membership.')
  .transform((given) => inOrder(given))

/** The names of the fields that were given, `null` included. */
export function fieldsGiven(input: object): string[] {
  return Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
}
