import { base, en, en_GB, Faker } from '@faker-js/faker'

/** Everybody is made up, the same on every run: see the seed. */
export function seededFaker(seed: number): Faker {
  const faker = new Faker({ locale: [en_GB, en, base] })
  faker.seed(seed)
  faker.setDefaultRefDate('2025-01-01T00:00:00Z') // ages must not move with the day of the run
  return faker
}

export type FictionalClient = {
  newClient: {
    title: string
    givenNames: string
    familyName: string
    dateOfBirth: string
    contactPoints: { kind: string; value: string; safe: boolean; preferred: boolean; instructions?: string }[]
    address: { lines: string[]; town: string; postcode: string; country: string; tenure: string; from: string }
  }
  relationshipStatus: string
  employment: string
  household: { name: string; relation: string; dateOfBirth: string; dependant: boolean }[]
  nationalInsuranceNumber: string
  healthNote: string | undefined
}

const towns = {
  NORTH: ['Aldersyke', 'Kirkbarrow', 'Millhaven'],
  SOUTH: ['Combe Arden', 'Westerleigh Marsh', 'Portbourne'],
}

// Those who come for debt advice rent more often than others, and a third live with an illness.
const tenures = weighted({
  COUNCIL_TENANT: 22,
  HOUSING_ASSOCIATION_TENANT: 22,
  PRIVATE_TENANT: 18,
  OWNER_MORTGAGE: 26,
  LIVING_WITH_FAMILY: 6,
  TEMPORARY: 4,
  NO_FIXED_ADDRESS: 2,
})
const employments = weighted({
  EMPLOYED: 36,
  UNEMPLOYED: 24,
  CARER: 12,
  RETIRED: 10,
  SELF_EMPLOYED_OR_TRADING: 10,
  STUDENT: 4,
  OTHER: 4,
})
const healthNotes = [
  'Depression and anxiety, under the care of the GP. Finds letters overwhelming; talk things through first.',
  'Fibromyalgia. Tires quickly: appointments of at most 45 minutes, with a break.',
  'Type 2 diabetes, and sight getting worse. Large print.',
  'Recovering from a stroke in the spring. Speech is slow; allow time.',
  'Chronic obstructive pulmonary disease. The flat is damp; raised with the landlord.',
]

export function fictionalClient(faker: Faker, centre: 'NORTH' | 'SOUTH'): FictionalClient {
  const sex = faker.helpers.arrayElement(['female', 'male'] as const)
  const [givenNames, familyName] = nameOf(faker, sex)
  const dateOfBirth = faker.date.birthdate({ min: 19, max: 82, mode: 'age' }).toISOString().slice(0, 10)
  const partnered = faker.datatype.boolean(0.4)
  return {
    newClient: {
      title: sex === 'female' ? faker.helpers.arrayElement(['Ms', 'Mrs', 'Miss']) : 'Mr',
      givenNames,
      familyName,
      dateOfBirth,
      contactPoints: contactPoints(faker, givenNames, familyName),
      address: {
        lines: [`${faker.number.int({ min: 1, max: 180 })} ${faker.location.street()}`],
        town: faker.helpers.arrayElement(towns[centre]),
        postcode: unusedPostcode(faker),
        country: 'ENGLAND',
        tenure: faker.helpers.weightedArrayElement(tenures),
        from: faker.date.past({ years: 9 }).toISOString().slice(0, 10),
      },
    },
    relationshipStatus: partnered
      ? faker.helpers.arrayElement(['MARRIED_OR_CIVIL_PARTNERSHIP', 'LIVING_TOGETHER'])
      : faker.helpers.arrayElement(['SINGLE', 'SEPARATED', 'DIVORCED_OR_FORMER_CIVIL_PARTNER']),
    employment: faker.helpers.weightedArrayElement(employments),
    household: household(faker, familyName, partnered),
    nationalInsuranceNumber: `QQ${faker.string.numeric(6)}${faker.helpers.arrayElement(['A', 'B', 'C', 'D'])}`, // the QQ prefix is never issued
    healthNote: faker.datatype.boolean(0.35) ? faker.helpers.arrayElement(healthNotes) : undefined,
  }
}

type Names = { women: string[]; men: string[]; families: string[]; share: number }

// A centre's clients are not all called Smith.
const names: Names[] = [
  {
    share: 66,
    women: [
      'Karen',
      'Julie',
      'Donna',
      'Lisa',
      'Emma',
      'Chloe',
      'Beryl',
      'Doreen',
      'Hayley',
      'Kelly',
      'Tracey',
      'Maureen',
      'Jade',
      'Gemma',
      'Sheila',
    ],
    men: [
      'Darren',
      'Wayne',
      'Lee',
      'Kevin',
      'Ronald',
      'Stanley',
      'Jordan',
      'Liam',
      'Craig',
      'Terence',
      'Neil',
      'Ashley',
      'Gordon',
      'Callum',
      'Barry',
    ],
    families: [
      'Ackroyd',
      'Birtwistle',
      'Clegg',
      'Dawson',
      'Entwistle',
      'Farrow',
      'Greenhalgh',
      'Holroyd',
      'Ibbotson',
      'Jessop',
      'Kershaw',
      'Lumley',
      'Metcalfe',
      'Nuttall',
      'Ogden',
      'Pickles',
      'Ramsden',
      'Sutcliffe',
      'Thackray',
      'Wadsworth',
    ],
  },
  {
    share: 9,
    women: ['Agnieszka', 'Katarzyna', 'Magdalena'],
    men: ['Paweł', 'Marek', 'Krzysztof'],
    families: ['Nowak', 'Lis', 'Wójcik', 'Mazur'],
  },
  {
    share: 10,
    women: ['Shabana', 'Nusrat', 'Ayesha'],
    men: ['Imran', 'Yusuf', 'Tariq'],
    families: ['Hussain', 'Chaudhry', 'Mirza', 'Akhtar'],
  },
  {
    share: 9,
    women: ['Ngozi', 'Abena', 'Folasade'],
    men: ['Kwame', 'Chidi', 'Tunde'],
    families: ['Mensah', 'Eze', 'Balogun', 'Owusu'],
  },
  { share: 6, women: ['Angharad', 'Nerys'], men: ['Rhys', 'Ieuan'], families: ['Llewellyn', 'Bevan', 'Prosser'] },
]

function nameOf(faker: Faker, sex: 'female' | 'male'): [string, string] {
  const { women, men, families } = faker.helpers.weightedArrayElement(
    names.map((value) => ({ value, weight: value.share })),
  )
  return [faker.helpers.arrayElement(sex === 'female' ? women : men), faker.helpers.arrayElement(families)]
}

/** Numbers that Ofcom keeps for drama, and mail to example.org, which belongs to nobody. */
function contactPoints(
  faker: Faker,
  givenNames: string,
  familyName: string,
): FictionalClient['newClient']['contactPoints'] {
  const mobile = { kind: 'MOBILE', value: `07700 900${faker.string.numeric(3)}`, safe: true, preferred: true }
  const box = `${givenNames}.${familyName}`
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z.]/g, '')
  const mail = {
    kind: 'EMAIL',
    value: `${box}${faker.number.int({ min: 1, max: 99 })}@example.org`,
    safe: true,
    preferred: false,
  }
  return faker.datatype.boolean(0.7) ? [mobile, mail] : [mobile]
}

/** ZZ99 is used for people without a fixed address, and for no place. */
function unusedPostcode(faker: Faker): string {
  return `ZZ99 ${faker.number.int({ min: 1, max: 9 })}${faker.string.fromCharacters('ABDEFGHJLNPQRSTUWXYZ', 2)}`
}

function household(faker: Faker, familyName: string, partnered: boolean): FictionalClient['household'] {
  const children = faker.helpers.weightedArrayElement([
    { value: 0, weight: 50 },
    { value: 1, weight: 22 },
    { value: 2, weight: 18 },
    { value: 3, weight: 7 },
    { value: 5, weight: 3 },
  ])
  const partner = {
    name: `${givenName(faker)} ${familyName}`,
    relation: 'PARTNER',
    dateOfBirth: birthday(faker, 22, 70),
    dependant: false,
  }
  const offspring = Array.from({ length: children }, () => ({
    name: `${givenName(faker)} ${familyName}`,
    relation: 'CHILD',
    dateOfBirth: birthday(faker, 1, 17),
    dependant: true,
  }))
  return partnered ? [partner, ...offspring] : offspring
}

const givenName = (faker: Faker) => nameOf(faker, faker.helpers.arrayElement(['female', 'male']))[0]

function birthday(faker: Faker, min: number, max: number): string {
  return faker.date.birthdate({ min, max, mode: 'age' }).toISOString().slice(0, 10)
}

function weighted(weights: Record<string, number>): { value: string; weight: number }[] {
  return Object.entries(weights).map(([value, weight]) => ({ value, weight }))
}
