import { z } from 'zod'
import { dayColumn } from './columns.ts'
import { Country, Tenure } from './generated/prisma/enums.ts'
import { day, line, orDefault, orNone } from './parsing.ts'

const postcode = line('The postcode', 12).transform((value) => {
  const letters = value.toUpperCase().replace(/\s+/g, '')
  return letters.length >= 5 ? `${letters.slice(0, -3)} ${letters.slice(-3)}` : letters
})
const ukPostcode = /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/

export const addressInput = z
  .object({
    lines: z
      .array(line('An address line', 120))
      .max(5, "An address can't have more than five lines. Put the town and postcode into their own fields"),
    town: orNone(line('The town', 120)),
    postcode: orNone(postcode),
    country: z.enum(Country),
    tenure: orNone(z.enum(Tenure)),
    withheld: orDefault(z.boolean(), false),
    from: orNone(day),
  })
  .refine(({ country, postcode: code }) => country === 'OTHER' || code === null || ukPostcode.test(code), {
    path: ['postcode'],
    message: 'This is not a UK postcode, such as ZZ99 3VZ. Correct it or choose another country',
  })
  .refine(({ lines, tenure }) => lines.length > 0 || tenure === 'NO_FIXED_ADDRESS', {
    path: ['lines'],
    message: 'Give at least one line of the address, or say that there is no fixed address',
  })

export function addressColumns({ from, ...address }: z.output<typeof addressInput>) {
  return { ...address, from: dayColumn(from) }
}
