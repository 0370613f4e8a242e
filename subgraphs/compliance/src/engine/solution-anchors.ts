import { startOfLondonDay } from '@cma/runtime/london-date'
import { z } from 'zod'
import type { LedgerEvent } from './ledger-event.ts'
import type { FactStore } from './project-event.ts'

// What is known of a case's Breathing Space, consents and authorities, as anchors: checklists and items wait for them, and clocks
// start from them. A clock that has ended loses its anchor; that there was a Breathing Space stays known.

const day = z.iso.date().transform(startOfLondonDay)
const kind = z.enum(['STANDARD', 'MENTAL_HEALTH_CRISIS'])
const caseId = z.guid()

type Anchors = Map<string, Date>
type Projection = (event: LedgerEvent, store: FactStore) => boolean

/** A projection that changes the anchors of the event's case. */
function anchoring<Shape extends z.ZodRawShape>(
  shape: Shape,
  change: (anchors: Anchors, facts: z.infer<z.ZodObject<Shape>>, at: Date) => void,
): Projection {
  const schema = z.object({ caseId, ...shape })
  return (event, { anchors }) => {
    const facts = schema.safeParse(event.facts).data
    if (facts === undefined) return false
    const id = facts['caseId' as keyof typeof facts] as string
    const known: Anchors = anchors.get(id) ?? new Map()
    change(known, facts as z.infer<z.ZodObject<Shape>>, event.occurredAt)
    anchors.set(id, known)
    return true
  }
}

const clocks = [
  'BREATHING_SPACE_STARTED',
  'BREATHING_SPACE_STANDARD_STARTED',
  'BREATHING_SPACE_CRISIS_STARTED',
  'BREATHING_SPACE_CONTACT_ASKED',
  'BREATHING_SPACE_REVIEWED_DEBT_STARTED',
]

export const solutionAnchors: Record<string, Projection> = {
  'cases.breathing_space.drafted': anchoring({ kind }, (known, facts, at) => {
    known.set('BREATHING_SPACE_DRAFTED', at).set(`BREATHING_SPACE_${facts.kind}`, at)
  }),

  'cases.breathing_space.started': anchoring({ kind, startedOn: day }, (known, facts, at) => {
    if (!known.has('BREATHING_SPACE_DRAFTED')) known.set('BREATHING_SPACE_DRAFTED', at)
    const own = facts.kind === 'STANDARD' ? 'BREATHING_SPACE_STANDARD_STARTED' : 'BREATHING_SPACE_CRISIS_STARTED'
    known.set(`BREATHING_SPACE_${facts.kind}`, at).set('BREATHING_SPACE_STARTED', facts.startedOn)
    known.set(own, facts.startedOn)
  }),

  'cases.breathing_space.creditor_review_requested': anchoring(
    { debtStartedOn: day, reason: z.string() },
    (known, facts, at) => {
      known.set('BREATHING_SPACE_REVIEWED_DEBT_STARTED', facts.debtStartedOn)
      if (facts.reason === 'UNFAIR_PREJUDICE') known.set('BREATHING_SPACE_PREJUDICE_CLAIMED', at)
    },
  ),

  'cases.breathing_space.point_of_contact_asked': anchoring({ askedOn: day }, (known, { askedOn }) => {
    known.set('BREATHING_SPACE_CONTACT_ASKED', askedOn)
  }),

  'cases.breathing_space.ended': anchoring({}, (known) => {
    for (const clock of clocks) known.delete(clock)
  }),

  // Consents and authorities of no case have nothing to say here.
  'cases.consent.given': (event, store) =>
    event.facts['caseId'] == null ||
    anchoring({ givenOn: day }, (known, { givenOn }) => void known.set('CONSENT_GIVEN', givenOn))(event, store),

  'cases.authority.signed': (event, store) =>
    event.facts['caseId'] == null ||
    anchoring({ signedOn: day }, (known, { signedOn }) => void known.set('AUTHORITY_SIGNED', signedOn))(event, store),
}
