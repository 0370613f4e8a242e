import { addDays } from '@cma/runtime'
import type { Action, CasePlan, Known, Step } from './case-plan.ts'
import type { CentreKey, PersonKey } from './people.ts'

type Surroundings = { today: string; centreIds: Record<CentreKey, string>; personIds: Record<PersonKey, string> }

/**
 * What the registers hold besides casework: complaints on both sides of their eight weeks and a fresh one, data requests near
 * their month, a breach of yesterday, and a quarter's file reviews of each grade. Played beside the cases, as one plan a centre.
 */
export function registerPlans({ today, centreIds, personIds }: Surroundings): CasePlan[] {
  /** The very day, weekend or not: what counts here is how many days have passed. */
  const exactly = (daysAgo: number) => addDays(today, -daysAgo)
  const send = (
    daysAgo: number,
    by: PersonKey,
    mutation: string,
    input: (known: Known) => object,
    keep?: string,
  ): Step => ({
    daysAgo,
    by,
    action: {
      kind: 'send',
      mutation,
      input: input as Extract<Action, { kind: 'send' }>['input'],
      ...(keep && { keep }),
    },
  })

  /** Written down a few days after it came in, so that no weekend lies between. */
  const complaint = (
    key: string,
    received: number,
    { by, handler, centre, ...rest }: { by: PersonKey; handler: PersonKey; centre: CentreKey } & Record<string, string>,
  ): Step[] => {
    const written = Math.max(0, received - 3)
    return [
      send(
        written,
        by,
        'recordComplaint',
        () => ({ centreId: centreIds[centre], handlerId: personIds[handler], receivedOn: exactly(received), ...rest }),
        key,
      ),
      ...(received > 3
        ? [
            send(written, handler, 'acknowledgeComplaint', (known) => ({
              complaintId: known[key],
              acknowledgedOn: exactly(received - 1),
            })),
          ]
        : []),
    ]
  }

  const request = (key: string, received: number, centre: CentreKey, by: PersonKey, fields: object): Step =>
    send(
      received - 3,
      by,
      'recordSubjectAccessRequest',
      () => ({ centreId: centreIds[centre], receivedOn: exactly(received), ...fields }),
      key,
    )

  const north: Step[] = [
    ...complaint('day 57', 57, {
      centre: 'NORTH',
      by: 'volunteer@north',
      handler: 'manager@north',
      subject: 'DELAY',
      channel: 'PHONE',
      complainant: 'Mr Alan Firth',
      words: 'I was told somebody would ring me within the week, and the bailiff came first.',
    }),
    ...complaint('day 56', 56, {
      centre: 'NORTH',
      by: 'adviser@north',
      handler: 'manager@north',
      subject: 'ADVICE',
      channel: 'LETTER',
      complainant: 'Mrs Oonagh Keane',
      words: 'Nobody said that my car could be a problem until the form was filled in.',
    }),
    ...complaint('day 55', 55, {
      centre: 'NORTH',
      by: 'supervisor@north',
      handler: 'manager@north',
      subject: 'ACCESS',
      channel: 'EMAIL',
      complainant: 'Ms Hollie Marr',
      words: 'The only appointments are when I am at work.',
    }),
    ...complaint('fresh', 0, {
      centre: 'NORTH',
      by: 'volunteer@north',
      handler: 'manager@north',
      subject: 'STAFF_CONDUCT',
      channel: 'IN_PERSON',
      complainant: 'Mr Desmond Achebe',
      words: 'I was spoken to as if I were a child.',
      aboutUserId: personIds['trainee@north'],
    }),
    request('day 27', 27, 'NORTH', 'adviser@north', {
      kind: 'ACCESS',
      requester: 'Ms Gwen Tranter',
      request: 'Everything you hold about me since 2021.',
    }),
    send(0, 'volunteer@north', 'recordDataBreach', () => ({
      centreId: centreIds.NORTH,
      kind: 'WRONG_RECIPIENT',
      peopleAffected: 1,
      discoveredAt: `${exactly(1)}T09:30:00.000Z`,
      description:
        'A confirmation of advice went to the neighbour’s address. The neighbour rang and has brought it back unopened.',
    })),
    send(9, 'supervisor@north', 'drawFileReviewSample', () => ({ centreId: centreIds.NORTH })),
    ...reviews(['GOOD', 'ADEQUATE', 'POOR', 'HARM'], send),
  ]
  const south: Step[] = [
    ...complaint('early', 20, {
      centre: 'SOUTH',
      by: 'adviser@south',
      handler: 'manager@south',
      subject: 'DELAY',
      channel: 'PHONE',
      complainant: 'Mrs Pia Lindqvist',
      words: 'My letter lay for a fortnight.',
    }),
    send(6, 'manager@south', 'sendFinalResponse', (known) => ({
      complaintId: known['early'],
      outcome: 'UPHELD',
      wordingChecks: ['OMBUDSMAN_RIGHT', 'SIX_MONTHS', 'LEAFLET'],
      rootCause: 'CAPACITY',
      rootCauseNote: 'Post was opened twice a week. It is opened daily now.',
      redressPence: 5_000,
    })),
    request('day 20', 20, 'SOUTH', 'adviser@south', {
      kind: 'ERASURE',
      requester: 'Mr Tom Ashdown',
      request: 'Delete my file, I have moved abroad.',
    }),
  ]
  return [
    { story: { centre: 'NORTH', opened: 57, stage: 'registers', reason: 'registers' }, steps: inOrder(north) },
    { story: { centre: 'SOUTH', opened: 20, stage: 'registers', reason: 'registers' }, steps: inOrder(south) },
  ]
}

const findings: Record<string, string> = {
  GOOD: 'Options are explained one by one, and the client’s own words are there.',
  ADEQUATE: 'Advice is right. The budget could say where its figures are from.',
  POOR: 'Nothing shows that the client was told what happens to the joint account.',
  HARM: 'An old liability order was missed, and enforcement has begun.',
}
const actions: Record<string, string[]> = {
  POOR: ['Write to the client about the joint account'],
  HARM: ['Ring the client today', 'Ask the council to hold enforcement'],
}

function reviews(
  grades: string[],
  send: (daysAgo: number, by: PersonKey, mutation: string, input: (known: Known) => object) => Step,
): Step[] {
  return grades.map((grade, index) =>
    send(grade === 'HARM' ? 0 : 5, 'supervisor@north', 'gradeFileReview', (known) => ({
      fileReviewId: known[`drawn ${index}`],
      grade,
      findings: findings[grade],
      actions: (actions[grade] ?? []).map((text) => ({ text })),
    })),
  )
}

/** The oldest first; of one day, in the order given. */
function inOrder(steps: Step[]): Step[] {
  return steps.toSorted((a, b) => b.daysAgo - a.daysAgo)
}
