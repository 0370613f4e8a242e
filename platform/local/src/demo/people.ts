/** Who works in the demo. Some of them are the accounts that npm start prints (accounts.ts); the rest are colleagues. */
export const staff = {
  'adviser@north': { name: 'Amina Okafor', centre: 'NORTH', roles: ['ADVISER'] },
  'manager@north': { name: 'Gareth Pritchard', centre: 'NORTH', roles: ['CENTRE_MANAGER'] },
  'supervisor@north': { name: 'Helen Armitage', centre: 'NORTH', roles: ['SUPERVISOR'] },
  'safeguarding@north': { name: 'Ruth Adeyemi', centre: 'NORTH', roles: ['SAFEGUARDING_LEAD'] },
  'second.adviser@north': { name: 'Tomasz Wiśniewski', centre: 'NORTH', roles: ['ADVISER'] },
  'trainee@north': { name: 'Priya Nair', centre: 'NORTH', roles: ['TRAINEE_ADVISER'] },
  'volunteer@north': { name: 'Dennis Fairweather', centre: 'NORTH', roles: ['VOLUNTEER_SUPPORT'] },
  'adviser@south': { name: 'Siân Morgan', centre: 'SOUTH', roles: ['ADVISER'] },
  'second.adviser@south': { name: 'Daniel Whitcombe', centre: 'SOUTH', roles: ['ADVISER'] },
  'supervisor@south': { name: 'Farida Rahman', centre: 'SOUTH', roles: ['SUPERVISOR'] },
  'manager@south': { name: 'Colin Baxter', centre: 'SOUTH', roles: ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD'] },
  'compliance@network': { name: 'Margaret Liu', network: ['COMPLIANCE_OFFICER'] },
  'dpo@network': { name: 'Samira Haddad', network: ['DPO'] },
  'admin@network': { name: 'Oliver Stannard', network: ['NETWORK_ADMIN'] },
  'client@north': { name: 'Joanne Tyler', centre: 'NORTH', roles: ['CLIENT'] },
} as const satisfies Record<string, Person>

type Person = { name: string } & ({ centre: CentreKey; roles: string[] } | { network: string[] })
export type PersonKey = keyof typeof staff
export type CentreKey = 'NORTH' | 'SOUTH'

export const network = { name: 'Riverbank Money Advice Network' }

export const centres: Record<CentreKey, { name: string; telephone: string }> = {
  NORTH: { name: 'North Centre', telephone: '0113 496 0100' },
  SOUTH: { name: 'South Centre', telephone: '0117 496 0200' },
}

/** Addresses end in .example, which belongs to nobody (RFC 2606). */
export const emailOf = (key: PersonKey) => `${key}.example`
