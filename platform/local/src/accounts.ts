/** Who can sign in to the demo, with what they are there to show. */
export const demoPassword = 'advice-first-2026'

export const demoAccounts = [
  ['adviser@north.example', 'adviser at North'],
  ['manager@north.example', 'manager at North: receives the alerts'],
  ['supervisor@north.example', 'supervisor at North'],
  ['safeguarding@north.example', 'safeguarding lead at North'],
  ['adviser@south.example', 'adviser at South: sees nothing of North'],
  ['compliance@network.example', 'compliance officer of the network'],
  ['dpo@network.example', 'data protection officer of the network'],
  ['admin@network.example', 'administrator of the network'],
  ['client@north.example', 'client of North'],
] as const
