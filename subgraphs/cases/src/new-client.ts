import { newId, type Clock, type LedgerEvent } from '@cma/runtime'
import { z } from 'zod'
import { addressInput, addressColumns } from './address-input.ts'
import { dayColumn, given } from './columns.ts'
import { contactPointInput } from './contact-point-input.ts'
import type { Refuse, Tx } from './context.ts'
import { ofBirth, past, requireDay } from './day-rules.ts'
import { AccessibilityNeed } from './generated/prisma/enums.ts'
import { day, line, orDefault, orNone } from './parsing.ts'
import { namesOf } from './reach-client.ts'

export const language = line('The language', 35).refine(
  (value) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(value),
  "A language is a code such as 'cy' or 'pl'. Choose one from the list",
)
export const accessibilityNeeds = z.array(z.enum(AccessibilityNeed)).transform((needs) => [...new Set(needs)])
export const givenNames = line('The given name', 120)
export const familyName = line('The family name', 120)
export const title = line('The title', 40)

/** Of somebody whom no centre knows yet. */
export const newClientInput = z.object({
  title: orNone(title),
  givenNames,
  familyName,
  dateOfBirth: orNone(day),
  preferredLanguage: orDefault(language, 'en'),
  interpreterNeeded: orDefault(z.boolean(), false),
  accessibilityNeeds: orDefault(accessibilityNeeds, []),
  contactPoints: orDefault(
    z.array(contactPointInput).max(20, "There can't be more than 20 ways to reach somebody. Leave some out"),
    [],
  ),
  address: orNone(addressInput),
})

type NewClient = {
  tx: Tx
  centreId: string
  by: string
  record: (event: LedgerEvent) => Promise<void>
  refuse: Refuse
  clock: Clock
  field: string
}

/** @returns the new client's id */
export async function createClient(
  input: z.output<typeof newClientInput>,
  { tx, centreId, by, field, record, ...work }: NewClient,
): Promise<string> {
  requireDay(work, input.dateOfBirth, ofBirth, `${field}.dateOfBirth`)
  requireDay(work, input.address?.from, past, `${field}.address.from`)
  const id = newId()
  const {
    contactPoints,
    address,
    title: called,
    givenNames: givenName,
    familyName: family,
    dateOfBirth: born,
    ...rest
  } = input
  await tx.client.create({
    data: { id, centreId, createdById: by, dateOfBirth: dayColumn(born), ...namesOf(input), ...rest },
  })
  const owner = { clientId: id, centreId }
  await tx.clientName.create({
    data: { id: newId(), ...owner, title: called, givenNames: givenName, familyName: family, kind: 'CURRENT' },
  })
  if (contactPoints.length > 0)
    await tx.contactPoint.createMany({ data: contactPoints.map((point) => ({ id: newId(), ...owner, ...point })) })
  if (address) await tx.address.create({ data: { id: newId(), ...owner, ...addressColumns(address) } })
  const fields = Object.keys(given({ ...input, address: address ?? undefined }))
  await record({
    action: 'cases.client.added',
    centreId,
    entities: [{ type: 'Client', id }],
    facts: { clientId: id, fields },
  })
  return id
}
