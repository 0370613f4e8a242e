import type { Refuse } from '../context.ts'
import type { BreathingSpace } from '../generated/prisma/client.ts'

/** Only a crisis Breathing Space knows treatment, and only until it has ended. */
export function requireTreatment(one: BreathingSpace, refuse: Refuse): void {
  if (one.kind !== 'MENTAL_HEALTH_CRISIS')
    refuse(
      'NOT_IN_THIS_STATE',
      'A standard Breathing Space does not depend on treatment. Its last day stands already',
      'breathingSpaceId',
    )
  if (one.treatmentEndedOn)
    refuse('ALREADY_DONE', 'The end of treatment is recorded already. Look at the last day', 'breathingSpaceId')
}
