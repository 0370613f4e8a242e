import { z } from 'zod'
import { EmergencyKind } from './generated/prisma/enums.ts'
import { day, orNone, text } from './parsing.ts'

export const emergencyInput = z.object({
  kind: z.enum(EmergencyKind),
  occursOn: orNone(day),
  note: orNone(text('The note', 2_000)),
})
