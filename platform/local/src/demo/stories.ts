import type { Care } from './care-steps.ts'
import type { CentreKey, PersonKey } from './people.ts'

/** One case of the demo: where it stands, and what is special about it. Days count back from the day of loading. */
export type Story = {
  centre: CentreKey
  /** Days since the enquiry. */
  opened: number
  stage: string
  /** Who owns it; nobody while absent. */
  adviser?: PersonKey
  reason: string
  type?: string
  priority?: string
  jurisdiction?: string
  source?: string
  tags?: string[]
  /** Replaces what chance would have made of the client. */
  client?: Partial<{
    title: string
    givenNames: string
    familyName: string
    dateOfBirth: string
    preferredLanguage: string
    interpreterNeeded: boolean
    accessibilityNeeds: string[]
    contactPoints: object[]
    address: object
  }>
  /** The other client of a joint case. */
  joint?: { title: string; givenNames: string; familyName: string; dateOfBirth: string }
  emergencies?: { kind: string; occursIn: number; note: string; cleared?: boolean }[]
  /** Besides the everyday ones. `follow` in days from the day of loading; negative is overdue. */
  notes?: {
    ago: number
    by?: PersonKey
    category: string
    priority?: string
    body: string
    tags?: string[]
    follow?: number
    visibility?: string
    amended?: string
  }[]
  tasks?: { title: string; due: number; done?: boolean }[]
  /** `in` days from the day of loading; past ones were attended unless said. `noteLate`: nobody wrote about it. */
  appointments?: {
    in: number
    kind: string
    method?: string
    outcome?: 'ATTENDED' | 'MISSED' | 'CANCELLED'
    noteLate?: true
  }[]
  /** The manager forced the step into this stage, with this reason. */
  override?: { into: string; reason: string }
  /** Only its adviser may see it, besides those who see every case: since so many days, who looked today, and who opened it with a reason. */
  restricted?: { ago: number; reason: string; looked: PersonKey[]; broken: { by: PersonKey; reason: string } }
  /** Breathing Space, consents, vulnerability, outcomes. */
  care?: Care
  /** Why it went aside, back or to its end. */
  ending?: string
  formerName?: string
}

const amina = 'adviser@north'
const tomasz = 'second.adviser@north'
const sian = 'adviser@south'
const daniel = 'second.adviser@south'

export const stories: Story[] = [
  // The beginning of the way, with what cannot wait.
  {
    centre: 'NORTH',
    opened: 0,
    stage: 'ENQUIRY',
    reason: 'COST_OF_LIVING',
    priority: 'URGENT',
    source: 'Food bank',
    tags: ['energy'],
    emergencies: [{ kind: 'DISCONNECTION', occursIn: 1, note: 'Prepayment meter, emergency credit used up.' }],
  },
  { centre: 'NORTH', opened: 1, stage: 'ENQUIRY', reason: 'REDUNDANCY', source: 'GP' },
  {
    centre: 'SOUTH',
    opened: 1,
    stage: 'ENQUIRY',
    reason: 'BENEFIT_CHANGE_OR_SANCTION',
    source: 'Jobcentre',
    client: { preferredLanguage: 'cy' },
  },
  {
    centre: 'NORTH',
    opened: 6,
    stage: 'ONBOARDING',
    adviser: amina,
    reason: 'ILLNESS_OR_ACCIDENT',
    priority: 'HIGH',
    emergencies: [
      { kind: 'ENFORCEMENT_AGENT_VISIT', occursIn: 3, note: 'Council tax, first visit announced by letter.' },
    ],
    tags: ['council-tax'],
  },
  {
    centre: 'NORTH',
    opened: 9,
    stage: 'ONBOARDING',
    adviser: amina,
    reason: 'RELATIONSHIP_BREAKDOWN',
    client: { givenNames: 'Siobhán', familyName: 'Ó Dálaigh' },
  },
  {
    centre: 'SOUTH',
    opened: 5,
    stage: 'ONBOARDING',
    adviser: sian,
    reason: 'CARING',
    client: { accessibilityNeeds: ['BRITISH_SIGN_LANGUAGE', 'EXTRA_TIME'] },
  },
  // Fact find: an appointment that nobody wrote about, an interpreter, an address that has to stay hidden.
  {
    centre: 'NORTH',
    opened: 24,
    stage: 'FACT_FIND',
    adviser: amina,
    reason: 'REDUCED_EMPLOYMENT',
    appointments: [{ in: -6, kind: 'FACT_FIND', noteLate: true }],
    client: { givenNames: 'Margaret', familyName: 'Hughes', dateOfBirth: '1958-03-14' },
  },
  {
    centre: 'NORTH',
    opened: 30,
    stage: 'FACT_FIND',
    adviser: tomasz,
    reason: 'COST_OF_LIVING',
    client: { preferredLanguage: 'pl', interpreterNeeded: true, givenNames: 'Agnieszka', familyName: 'Kowalska' },
    appointments: [{ in: 1, kind: 'FACT_FIND', method: 'VIDEO' }],
  },
  {
    centre: 'NORTH',
    opened: 38,
    stage: 'FACT_FIND',
    adviser: amina,
    reason: 'ECONOMIC_ABUSE',
    priority: 'URGENT',
    tags: ['parv', 'economic-abuse'],
    client: {
      givenNames: 'Leanne',
      familyName: 'Hartley',
      contactPoints: [
        {
          kind: 'MOBILE',
          value: '07700 900142',
          safe: true,
          preferred: true,
          instructions: 'After 16:00 only. Say it is Anne from the library.',
        },
        {
          kind: 'EMAIL',
          value: 'leanne.hartley7@example.org',
          safe: false,
          preferred: false,
          instructions: 'He reads this account.',
        },
      ],
      address: { lines: ['Care of the refuge'], country: 'ENGLAND', tenure: 'TEMPORARY', withheld: true },
    },
    notes: [
      {
        ago: 36,
        by: amina,
        category: 'SAFEGUARDING',
        priority: 'URGENT',
        body: 'Left the shared home eleven days ago and is in a refuge. He opened two loans in her name. She agreed that the safeguarding lead is told. An order to hide the address (PARV) is needed before any application.',
        tags: ['parv'],
        follow: -2,
      },
      {
        ago: 30,
        by: 'safeguarding@north',
        category: 'SAFEGUARDING',
        body: 'Spoke with the refuge worker. Letters go to the centre. Risk assessment done with the client by phone at an agreed time.',
      },
      {
        ago: 28,
        by: amina,
        category: 'VULNERABILITY',
        body: 'Finds it hard to talk about money in the same room as men. Appointments with a female adviser, by phone where possible.',
      },
    ],
  },
  {
    centre: 'SOUTH',
    opened: 27,
    stage: 'FACT_FIND',
    adviser: daniel,
    reason: 'GAMBLING',
    tags: ['gambling'],
    notes: [
      {
        ago: 20,
        by: daniel,
        category: 'VULNERABILITY',
        body: 'Self-excluded from betting sites three weeks ago, partner holds the cards. Referred to the national helpline.',
      },
    ],
  },
  // Income and budget: paid every four weeks, over-guideline spending explained.
  {
    centre: 'NORTH',
    opened: 45,
    stage: 'INCOME_MAX',
    adviser: amina,
    reason: 'NEW_CHILD',
    notes: [
      {
        ago: 12,
        category: 'FINANCIAL',
        body: 'Paid every four weeks, not monthly: 13 wages a year. Entered £1,284.00 four-weekly, which is £1,391.00 a calendar month. Check child benefit from the birth.',
        tags: ['four-weekly-pay'],
      },
    ],
  },
  {
    centre: 'SOUTH',
    opened: 41,
    stage: 'INCOME_MAX',
    adviser: sian,
    reason: 'BENEFIT_CHANGE_OR_SANCTION',
    notes: [
      {
        ago: 9,
        category: 'ADVICE',
        body: 'Sanction lifted after mandatory reconsideration. Backdated payment of £612.40 expected within two weeks.',
        follow: 5,
      },
    ],
  },
  {
    centre: 'NORTH',
    opened: 52,
    stage: 'BUDGET',
    adviser: amina,
    reason: 'REDUCTION_IN_INCOME',
    tags: ['mortgage'],
    notes: [
      {
        ago: 8,
        category: 'FINANCIAL',
        body: 'Travel above guideline: hospital visits, 46 miles twice a week. Explained and evidenced by appointment letters.',
      },
    ],
  },
  {
    centre: 'NORTH',
    opened: 58,
    stage: 'BUDGET',
    adviser: 'trainee@north',
    reason: 'COST_OF_LIVING',
    notes: [
      {
        ago: 10,
        by: 'supervisor@north',
        category: 'SUPERVISION',
        body: 'Reviewed with Priya. Budget is sound; ask for the last water bill before the next step.',
        visibility: 'COMPLIANCE',
      },
    ],
  },
  {
    centre: 'SOUTH',
    opened: 49,
    stage: 'BUDGET',
    adviser: sian,
    reason: 'INCREASED_INTEREST_RATES',
    tags: ['mortgage'],
  },
  // Options: the edges of the debt relief order, the law of another country, a couple.
  {
    centre: 'NORTH',
    opened: 66,
    stage: 'OPTIONS',
    adviser: amina,
    reason: 'ILLNESS_OR_ACCIDENT',
    type: 'INSOLVENCY',
    tags: ['dro'],
    notes: [
      {
        ago: 6,
        category: 'FINANCIAL',
        priority: 'HIGH',
        body: 'Qualifying debts come to £49,999.99 after the catalogue confirmed its balance: one penny under the limit for a debt relief order. Ask every creditor for a balance on the day of application.',
        tags: ['dro-limit'],
        follow: 2,
      },
    ],
  },
  {
    centre: 'NORTH',
    opened: 70,
    stage: 'OPTIONS',
    adviser: tomasz,
    reason: 'BUSINESS',
    type: 'INSOLVENCY',
    tags: ['dro'],
    notes: [
      {
        ago: 5,
        category: 'FINANCIAL',
        priority: 'HIGH',
        body: 'Qualifying debts come to exactly £50,000.00, at the limit for a debt relief order, which has to be stayed under. One default charge of £12.00 is disputed.',
        tags: ['dro-limit'],
      },
    ],
  },
  {
    centre: 'SOUTH',
    opened: 63,
    stage: 'OPTIONS',
    adviser: daniel,
    reason: 'REDUCED_EMPLOYMENT',
    notes: [
      {
        ago: 7,
        category: 'FINANCIAL',
        body: 'Two vehicles: a van for work worth £2,600 and an old estate car worth £900. Only one can be left out of account in a debt relief order.',
        tags: ['two-vehicles'],
      },
    ],
  },
  {
    centre: 'NORTH',
    opened: 61,
    stage: 'OPTIONS',
    adviser: amina,
    reason: 'CARING',
    notes: [
      {
        ago: 4,
        category: 'FINANCIAL',
        body: 'Car adapted for a disabled child, worth £9,400. No limit of value applies to an adapted car; the conversion invoice is on file.',
        tags: ['adapted-car'],
      },
    ],
  },
  {
    centre: 'NORTH',
    opened: 74,
    stage: 'OPTIONS',
    adviser: amina,
    reason: 'COST_OF_LIVING',
    jurisdiction: 'SCOTLAND',
    tags: ['scotland'],
    client: {
      givenNames: 'Fraser',
      familyName: 'Drummond',
      address: {
        lines: ['14 Ferry Brae'],
        town: 'Kirkbarrow',
        postcode: 'ZZ99 2AA',
        country: 'SCOTLAND',
        tenure: 'COUNCIL_TENANT',
      },
    },
    notes: [
      {
        ago: 11,
        category: 'ADVICE',
        body: 'Lives in Scotland and works on this side of the border. Scots law applies: the Minimal Asset Process and the Debt Arrangement Scheme were explained, English remedies are not open.',
      },
    ],
  },
  {
    centre: 'NORTH',
    opened: 80,
    stage: 'ADVICE_GIVEN',
    care: {
      breathingSpace: { kind: 'MENTAL_HEALTH_CRISIS', creditors: ['Landlord'] },
      vulnerability: { driver: 'LIFE_EVENTS', indicator: 'Separation after economic abuse.', ago: 60, reviewIn: 60 },
    },
    adviser: amina,
    reason: 'RELATIONSHIP_BREAKDOWN',
    joint: { title: 'Mr', givenNames: 'Patrick', familyName: 'Doyle', dateOfBirth: '1979-08-02' },
    client: { givenNames: 'Bernadette', familyName: 'Doyle', dateOfBirth: '1981-05-19' },
    appointments: [{ in: -12, kind: 'ADVICE' }],
    notes: [
      {
        ago: 12,
        category: 'ADVICE',
        body: 'Joint debts: each is liable for the whole of the joint loan. Seen together and then each alone; both prefer a debt management plan.',
      },
    ],
  },
  // Advice given: the confirmation is late; a term nobody can live to see.
  {
    centre: 'SOUTH',
    opened: 77,
    stage: 'ADVICE_GIVEN',
    adviser: sian,
    reason: 'BEREAVEMENT',
    client: { dateOfBirth: '1939-02-11' },
    appointments: [{ in: -16, kind: 'ADVICE' }],
    notes: [
      {
        ago: 15,
        category: 'ADVICE',
        priority: 'HIGH',
        body: 'At £40 a month a debt management plan would run for 95 years; the client is 87. Not an answer. Write-off requests on grounds of age and health were explained and chosen.',
        tags: ['long-plan'],
      },
    ],
  },
  {
    centre: 'NORTH',
    opened: 88,
    stage: 'IMPLEMENTATION',
    care: {
      breathingSpace: { day: 24, creditors: ['Northgate Bank', 'Example Energy', 'Council tax'], requestOnDay: 18 },
      authority: 86,
      consents: [
        { kind: 'PRIVACY_NOTICE', ago: 86 },
        { kind: 'SPECIAL_CATEGORY_DATA', ago: 86 },
        { kind: 'SHARE_WITH_CREDITORS', ago: 86 },
      ],
    },
    adviser: amina,
    reason: 'REDUNDANCY',
    tags: ['breathing-space'],
    notes: [
      {
        ago: 24,
        category: 'ADVICE',
        body: 'Breathing space began today: day 1 of 60. The midway review is open from day 25 to day 35.',
        tags: ['breathing-space'],
        follow: 1,
      },
    ],
    override: {
      into: 'IMPLEMENTATION',
      reason: 'Bailiffs are due on Thursday; the signed budget follows by post. Agreed by phone, recorded.',
    },
  },
  {
    centre: 'NORTH',
    opened: 95,
    stage: 'IMPLEMENTATION',
    care: {
      breathingSpace: { day: 25, creditors: ['Example Cards'] },
      vulnerability: {
        driver: 'HEALTH',
        indicator: 'Treatment makes it hard to concentrate for long.',
        support: 'Short appointments, everything confirmed in writing.',
        ago: 90,
        reviewIn: -2,
      },
    },
    adviser: amina,
    reason: 'ILLNESS_OR_ACCIDENT',
    tags: ['breathing-space'],
    notes: [
      {
        ago: 25,
        category: 'ADVICE',
        body: 'Breathing space: day 25 is today’s count. Midway review to be done within ten days.',
        tags: ['breathing-space'],
        follow: 0,
      },
    ],
  },
  {
    centre: 'SOUTH',
    opened: 99,
    stage: 'IMPLEMENTATION',
    care: { breathingSpace: { day: 35, creditors: ['Example Water', 'Catalogue'], requestOnDay: 12 } },
    adviser: sian,
    reason: 'COST_OF_LIVING',
    tags: ['breathing-space'],
    notes: [
      {
        ago: 35,
        category: 'ADVICE',
        body: 'Breathing space: the last day for the midway review is day 35.',
        tags: ['breathing-space'],
        follow: 0,
      },
    ],
  },
  {
    centre: 'SOUTH',
    opened: 104,
    stage: 'IMPLEMENTATION',
    care: { breathingSpace: { day: 36, creditors: ['Example Loans'] } },
    adviser: daniel,
    reason: 'BENEFIT_CHANGE_OR_SANCTION',
    tags: ['breathing-space'],
    notes: [
      {
        ago: 36,
        category: 'ADVICE',
        body: 'Breathing space: day 36, and no midway review on file. The moratorium may have to be cancelled.',
        tags: ['breathing-space'],
        follow: -1,
      },
    ],
    override: {
      into: 'IMPLEMENTATION',
      reason: 'Creditor sent a court form; holding letters cannot wait for the client’s signature.',
    },
  },
  // Monitoring and review.
  {
    centre: 'NORTH',
    opened: 160,
    stage: 'MONITORING',
    care: {
      breathingSpace: {
        day: 70,
        creditors: ['Example Store'],
        midwayOnDay: 30,
        ended: { onDay: 48, reason: 'DEBT_MANAGEMENT_SOLUTION' },
      },
      outcomes: [{ kind: 'DMP_STARTED', ago: 22 }],
    },
    adviser: amina,
    reason: 'REDUCTION_IN_INCOME',
    notes: [
      {
        ago: 40,
        category: 'CREDITOR_CONTACT',
        body: 'The bank card company accepts £5 a month and stops interest. Two of seven creditors have not replied.',
        follow: -4,
      },
    ],
    tasks: [{ title: 'Chase the two creditors who have not replied', due: -3 }],
  },
  {
    centre: 'NORTH',
    opened: 175,
    stage: 'MONITORING',
    adviser: tomasz,
    reason: 'VICTIM_OF_FRAUD',
    formerName: 'Blackwood',
    restricted: {
      ago: 12,
      reason: 'Sister of a volunteer at this centre.',
      looked: ['manager@north', 'compliance@network'],
      broken: {
        by: 'trainee@north',
        reason: 'The client rang: bailiffs at the door, and neither Tomasz nor Gareth could be reached.',
      },
    },
    notes: [
      {
        ago: 55,
        category: 'CLIENT_CONTACT',
        body: 'Married in spring and changed her name. Creditors know her by the earlier one; both are on file.',
      },
    ],
  },
  {
    centre: 'SOUTH',
    opened: 168,
    stage: 'MONITORING',
    adviser: sian,
    reason: 'SPENDING_MORE_THAN_EARN',
    notes: [
      {
        ago: 56,
        category: 'COMPLIANCE',
        priority: 'HIGH',
        body: 'Complaint received 56 days ago about a letter that went to an old address. A final response is due today at the latest.',
        tags: ['complaint'],
        visibility: 'COMPLIANCE',
        by: 'manager@south',
        follow: 0,
      },
    ],
  },
  {
    centre: 'NORTH',
    opened: 230,
    stage: 'REVIEW_DUE',
    care: {
      consents: [
        { kind: 'SHARE_WITH_CREDITORS', ago: 178 },
        { kind: 'SPECIAL_CATEGORY_DATA', ago: 190 },
      ],
      authority: 228,
    },
    adviser: amina,
    reason: 'ILLNESS_OR_ACCIDENT',
    notes: [
      {
        ago: 57,
        category: 'COMPLIANCE',
        priority: 'URGENT',
        body: 'Complaint received 57 days ago; the final response went out a day late. Recorded as a breach.',
        tags: ['complaint'],
        visibility: 'COMPLIANCE',
        by: 'manager@north',
      },
    ],
  },
  {
    centre: 'SOUTH',
    opened: 214,
    stage: 'REVIEW_DUE',
    adviser: daniel,
    reason: 'CARING',
    notes: [
      {
        ago: 55,
        category: 'COMPLIANCE',
        body: 'Complaint received 55 days ago. Draft of the final response is with the manager.',
        tags: ['complaint'],
        visibility: 'COMPLIANCE',
        by: 'supervisor@south',
        follow: 1,
      },
    ],
  },
  // The end, in all its forms.
  {
    centre: 'NORTH',
    opened: 240,
    stage: 'CLOSURE_PENDING',
    care: { outcomes: [{ kind: 'REPAID_IN_FULL', ago: 6, pounds: 2_150 }] },
    adviser: amina,
    reason: 'REDUNDANCY',
    ending: 'Back in work and able to pay.',
    tasks: [{ title: 'Return the original tenancy agreement', due: 2 }],
  },
  {
    centre: 'NORTH',
    opened: 300,
    stage: 'CLOSED',
    care: { outcomes: [{ kind: 'DRO_APPROVED', ago: 40, pounds: 18_400 }] },
    adviser: amina,
    reason: 'COST_OF_LIVING',
    ending: 'Debt relief order approved; all included debts were written off.',
  },
  {
    centre: 'SOUTH',
    opened: 280,
    stage: 'CLOSED',
    care: { outcomes: [{ kind: 'BANKRUPTCY_GRANTED', ago: 50 }] },
    adviser: sian,
    reason: 'BUSINESS',
    ending: 'Bankruptcy order made; client discharged from our help.',
  },
  {
    centre: 'NORTH',
    opened: 120,
    stage: 'ON_HOLD',
    adviser: amina,
    reason: 'OTHER',
    ending: 'In hospital until further notice; creditors informed.',
    tags: ['conflict-checked'],
  },
  {
    centre: 'SOUTH',
    opened: 84,
    stage: 'REFERRED_OUT',
    adviser: sian,
    reason: 'BUSINESS',
    ending: 'Limited company with employees: referred to Business Debtline.',
  },
  {
    centre: 'NORTH',
    opened: 140,
    stage: 'DISENGAGED',
    adviser: tomasz,
    reason: 'DRUGS_OR_ALCOHOL',
    ending: 'No answer to three letters and five calls over eight weeks.',
    appointments: [{ in: -90, kind: 'FACT_FIND', outcome: 'MISSED' }],
  },
  {
    centre: 'NORTH',
    opened: 190,
    stage: 'DECEASED',
    adviser: amina,
    reason: 'ILLNESS_OR_ACCIDENT',
    ending:
      'The daughter told us of her mother’s death. Debts pass to the estate; no further contact by letter to the flat.',
  },
  {
    centre: 'SOUTH',
    opened: 112,
    stage: 'TRANSFERRED',
    adviser: daniel,
    reason: 'REDUCED_EMPLOYMENT',
    ending: 'Moved north to be near family; file handed over at the client’s request.',
  },
  // Two clients of one name, so that a search has to be looked at twice.
  {
    centre: 'NORTH',
    opened: 21,
    stage: 'FACT_FIND',
    adviser: tomasz,
    reason: 'INCREASED_INTEREST_RATES',
    client: { givenNames: 'Margaret', familyName: 'Hughes', dateOfBirth: '1986-11-30' },
    type: 'ONE_OFF_ADVICE',
    notes: [
      {
        ago: 14,
        category: 'PHONE_CALL',
        body: 'Asked for a call on Tuesday.',
        amended: 'Asked for a call on Wednesday, after 17:00. Not the Margaret Hughes of 1958.',
      },
    ],
  },
]
