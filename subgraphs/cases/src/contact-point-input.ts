import { z } from 'zod'
import { ContactKind } from './generated/prisma/enums.ts'
import { line, orDefault, orNone, text } from './parsing.ts'

const telephone = /^\+?[\d\s()-]{7,20}$/
const forms: Record<ContactKind, { form: RegExp; message: string }> = {
  MOBILE: { form: telephone, message: 'This is not a telephone number. Use figures and spaces, such as 07700 900123' },
  LANDLINE: {
    form: telephone,
    message: 'This is not a telephone number. Use figures and spaces, such as 01632 960123',
  },
  TEXT_RELAY: {
    form: telephone,
    message: 'This is not a telephone number. Use figures and spaces, such as 18001 01632 960123',
  },
  EMAIL: {
    form: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
    message: 'This is not an e-mail address. It looks like name@example.org',
  },
  POST: { form: /./, message: 'Say where post should go' },
}

/** A way to reach a client. Whether it is safe has to be said: silence on it has put people at risk. */
export const contactPointInput = z
  .object({
    kind: z.enum(ContactKind),
    value: line('The number or address', 254),
    safe: z.boolean(),
    instructions: orNone(text('The instructions', 500)),
    preferred: orDefault(z.boolean(), false),
  })
  .superRefine(({ kind, value }, ctx) => {
    const { form, message } = forms[kind]
    if (!form.test(value)) ctx.addIssue({ code: 'custom', path: ['value'], message })
  })
  .refine(({ safe, preferred }) => safe || !preferred, {
    path: ['preferred'],
    message: "A way that isn't safe can't be the preferred one. Choose another",
  })
