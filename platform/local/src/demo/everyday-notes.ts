import type { Faker } from '@faker-js/faker'

type Note = { category: string; body: string; priority?: string; tags?: string[]; contactMethod?: string }

/** What advisers write at each stage when nothing out of the ordinary happens. */
const notes: Record<string, Note[]> = {
  ENQUIRY: [
    {
      category: 'PHONE_CALL',
      body: 'Called about letters that have been piling up. Asked first about eviction, bailiffs, disconnection and food: nothing within the next week. Explained what the service is and that it is free.',
      contactMethod: 'PHONE',
    },
    {
      category: 'CLIENT_CONTACT',
      body: 'Came to the drop-in with a bag of unopened post. Sorted it together by sender and date, and gave the service leaflet.',
      contactMethod: 'FACE_TO_FACE',
    },
  ],
  ONBOARDING: [
    {
      category: 'CLIENT_CONTACT',
      body: 'Privacy notice and complaints leaflet handed over and talked through. Authority to act signed. Prefers calls in the afternoon.',
      contactMethod: 'FACE_TO_FACE',
    },
    {
      category: 'CLIENT_CONTACT',
      body: 'Onboarding pack sent by e-mail and post. Consents given one by one; no to sharing feedback.',
      contactMethod: 'EMAIL',
    },
  ],
  FACT_FIND: [
    {
      category: 'FINANCIAL',
      body: 'Nine creditors so far, from letters and the client’s memory. Asked for credit reports. Rent account is £640 behind; council tax has a liability order.',
      tags: ['rent-arrears'],
    },
    {
      category: 'FINANCIAL',
      body: 'Debts come to about £10,100: two cards, a catalogue, an overdraft, energy and council tax. No assets but an old car.',
      tags: ['council-tax'],
    },
  ],
  INCOME_MAX: [
    {
      category: 'ADVICE',
      body: 'Benefit check done: council tax reduction and a water social tariff were not claimed. Forms filled in together.',
      tags: ['benefits'],
    },
    {
      category: 'ADVICE',
      body: 'Entitled to the warm home discount and to a grant from the energy company’s trust. Applications sent.',
      tags: ['benefits', 'energy'],
    },
  ],
  BUDGET: [
    {
      category: 'FINANCIAL',
      body: 'Budget drawn up with three months of statements. £38 a month is left over. The client looked it through and agreed.',
      tags: ['budget'],
    },
    {
      category: 'FINANCIAL',
      body: 'Budget shows a shortfall of £61 a month, mostly energy. Went through what could change without going cold.',
      tags: ['budget'],
    },
  ],
  OPTIONS: [
    {
      category: 'ADVICE',
      body: 'Every option explained with its cost and risk: debt relief order, bankruptcy, debt management, token payments, write-off. Client wants to think it over.',
      tags: ['options'],
    },
  ],
  ADVICE_GIVEN: [
    {
      category: 'ADVICE',
      body: 'Recommendation given, and why the other ways fit less well. The client put it in their own words and chose.',
      tags: ['options'],
    },
  ],
  IMPLEMENTATION: [
    {
      category: 'CREDITOR_CONTACT',
      body: 'Holding letters sent to all creditors with the financial statement, copies to the client. Asked for 30 days.',
      contactMethod: 'LETTER',
    },
  ],
  MONITORING: [
    {
      category: 'CREDITOR_CONTACT',
      body: 'Replies from five of seven creditors: four accept and freeze interest, one asks for a payment we cannot offer.',
      contactMethod: 'LETTER',
    },
  ],
  REVIEW_DUE: [
    {
      category: 'PHONE_CALL',
      body: 'Half-year review booked. Energy has become cheaper; hours at work unchanged. Asked how things are at home: better.',
      contactMethod: 'PHONE',
    },
  ],
}

/** One of the notes of the stage; none where nothing is written as a rule. */
export function noteFor(stage: string, faker: Faker): Note | undefined {
  const candidates = notes[stage]
  return candidates && faker.helpers.arrayElement(candidates)
}
