/**
 * The benchmark's data: one object graph, the same in every run, that all benchmark subgraphs answer from.
 * A value may be a function of the field's arguments, or (for `_entities`) of the representation.
 */
export interface Thing {
  readonly __typename: string
  /** What a router sent of an entity: `@requires` fields are computed from it. */
  readonly representation?: Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}

type Entities = ReadonlyMap<string, Thing>

export interface World {
  /** Root fields of all subgraphs; subscription fields are written by the feed. */
  query: Thing
  mutation: Thing
  /** Type name -> id -> entity. */
  entities: ReadonlyMap<string, Entities>
}

const adviserCount = 5
const casesPerAdviser = 10
const openCaseCount = 40
const clientCount = 30
const creditorCount = 12
/** Where a list of cases may begin: the heavy query can be asked in this many different ways. */
export const offsets = Array.from({ length: 400 }, (_, index) => index)
export const caseIds = Array.from({ length: 1_000 }, (_, index) => id('case', index))

function id(kind: string, index: number): string {
  return `${kind}-${String(index).padStart(4, '0')}`
}

function pick<T>(from: readonly T[], index: number): T {
  return from[index % from.length] as T
}

const forenames = ['Aneira', 'Bilal', 'Ceri', 'Dorota', 'Ewan', 'Fatima', 'Gwen', 'Hamza', 'Iona', 'Joseph']
const surnames = ['Achebe', 'Bowen', 'Chaudhry', 'Davies', 'Eaves', 'Farrell', 'Griffiths', 'Hussain']
const stages = ['FACT_FIND', 'BUDGET', 'OPTIONS', 'ADVICE_GIVEN', 'IMPLEMENTATION']
const debtKinds = ['COUNCIL_TAX', 'RENT_ARREARS', 'CREDIT_CARD', 'CATALOGUE', 'ENERGY', 'WATER', 'OVERDRAFT']
const checks = [
  ['IDV', 'Identity seen and recorded'],
  ['VUL', 'Vulnerability considered, with adjustments agreed'],
  ['PRI', 'Priority debts identified and explained'],
]

function createCreditors(): Map<string, Thing> {
  return byId('Creditor', creditorCount, (index) => ({
    name: `${pick(surnames, index * 3)} & ${pick(surnames, index)} Collections`,
    phone: `0808 157 ${String(index).padStart(4, '0')}`,
  }))
}

function createClients(): Map<string, Record<string, unknown> & Thing> {
  return byId('Client', clientCount, (index) => {
    const surname = pick(surnames, index * 5 + 1)
    return {
      name: `${pick(forenames, index * 7)} ${surname}`,
      postcode: `ZZ${index % 9} ${index % 7}AB`,
      household: Array.from({ length: index % 3 }, (_, member) => ({
        __typename: 'HouseholdMember',
        name: `${pick(forenames, index + member)} ${surname}`,
        relation: pick(['partner', 'child'], member),
      })),
      incomePence: 120_000 + index * 1_731,
      // Answered from the representation, so that a plan that forgets @requires shows.
      waterScheme: ({ postcode }: { postcode?: string }) => `Scheme for ${postcode ?? 'nowhere'}`,
      cases: [],
    }
  })
}

function createAdvisers() {
  return byId('Adviser', adviserCount, (index) => ({
    name: `${pick(forenames, index * 3 + 1)} ${pick(surnames, index)}`,
    email: `adviser${index}@bench.example`,
    approvals: ['DRO', 'BREATHING_SPACE', 'BANKRUPTCY'].slice(0, 1 + (index % 3)),
    cases: [],
  }))
}

function byId(typename: string, count: number, describe: (index: number) => Record<string, unknown>) {
  const things = new Map<string, Record<string, unknown> & Thing>()
  for (let index = 0; index < count; index++) {
    const thing = { __typename: typename, id: id(typename.toLowerCase(), index), ...describe(index) }
    things.set(thing.id, thing)
  }
  return things
}

export function createWorld(): World {
  const creditors = createCreditors()
  const clients = createClients()
  const advisers = createAdvisers()
  const debts = new Map<string, Thing>()
  const cases = byId('Case', caseIds.length, (index) => {
    const own = Array.from({ length: 2 + (index % 2) }, (_, nth) => {
      const debt: Thing = {
        __typename: 'Debt',
        id: `${id('case', index)}-debt-${nth}`,
        kind: pick(debtKinds, index + nth),
        balancePence: 15_000 + ((index * 7_919 + nth * 104_729) % 800_000),
        creditor: creditors.get(id('creditor', (index * 5 + nth) % creditorCount)),
        priority: (index + nth) % debtKinds.length < 2,
      }
      debts.set(debt['id'] as string, debt)
      return debt
    })
    return {
      reference: `CMA-2026-${String(index).padStart(6, '0')}`,
      stage: pick(stages, index),
      openedAt: `2026-0${1 + (index % 9)}-1${index % 10}T09:30:00.000Z`,
      adviser: advisers.get(id('adviser', index % adviserCount)),
      client: clients.get(id('client', (index * 11) % clientCount)),
      completion: (index * 13) % 101,
      checklist: checks.map(([code, text], nth) => ({
        __typename: 'Check',
        code,
        text,
        done: (index + nth) % 2 === 0,
      })),
      debts: own,
    }
  })
  const all = [...cases.values()]
  const slice = (from: number, count: number) => all.slice(from, from + count)
  for (const [nth, adviser] of [...advisers.values()].entries()) {
    const cases = ({ from }: Record<string, unknown>) => slice(nth * casesPerAdviser + Number(from), casesPerAdviser)
    Object.assign(adviser, { cases })
  }
  for (const [nth, client] of [...clients.values()].entries()) {
    Object.assign(client, { cases: slice(nth, 2) })
  }

  const caseOf = (caseId: unknown) => cases.get(String(caseId)) ?? null
  return {
    query: {
      __typename: 'Query',
      advisers: [...advisers.values()],
      case: ({ id: caseId }: Record<string, unknown>) => caseOf(caseId),
      openCases: ({ from }: Record<string, unknown>) => slice(50 + Number(from), openCaseCount),
      alertsRaised: 0,
    },
    mutation: {
      __typename: 'Mutation',
      recordContact: ({ caseId, note }: Record<string, unknown>) => ({
        __typename: 'Contact',
        id: `contact-${String(caseId)}`,
        note,
        case: caseOf(caseId),
      }),
    },
    entities: new Map(
      Object.entries({ Case: cases, Client: clients, Adviser: advisers, Debt: debts, Creditor: creditors }),
    ),
  }
}
