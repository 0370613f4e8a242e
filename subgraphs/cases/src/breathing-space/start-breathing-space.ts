import { dateColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { day, id, line, orNone } from '../parsing.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'
import { breathingSpaceLaw } from './reference.ts'
import { eligibilityOf, milestone } from './rules.ts'

export const startBreathingSpace = defineCommand({
  name: 'cases.startBreathingSpace',
  input: z.object({ breathingSpaceId: id, startedOn: day, reference: orNone(line('The reference', 60)) }),
  async run({ input: { breathingSpaceId, startedOn, reference }, tx, viewer, record, refuse, clock }) {
    const reached = await reachBreathingSpace({ tx, viewer, refuse, clock }, breathingSpaceId, ['DRAFT'])
    const { theCase, one } = reached
    requireDay({ refuse, clock }, startedOn, past, 'startedOn')
    const inForceFrom = breathingSpaceLaw.eligibilityRule.effectiveFrom
    if (startedOn < inForceFrom)
      return refuse('INVALID_INPUT', `There is no Breathing Space before ${inForceFrom}. Check the year`, 'startedOn')
    if (one.kind === 'MENTAL_HEALTH_CRISIS' && !one.crisisEvidenceHeld)
      return refuse(
        'EVIDENCE_MISSING',
        "A crisis Breathing Space can't be started without evidence of crisis treatment on file. Get it from an approved mental health professional, and record that it is held",
        'breathingSpaceId',
      )
    // As on its first day: who was eligible then was eligible, however late it is recorded.
    const others = await tx.breathingSpace.findMany({ where: { clientId: one.clientId, id: { not: one.id } } })
    const open = eligibilityOf(one, { jurisdiction: theCase.jurisdiction, others, today: startedOn }).filter(
      ({ answer }) => answer !== 'PASS',
    )
    if (open.length > 0) {
      const reasons = open.map(({ text, answer, reason }) =>
        answer === 'FAIL' ? `not met: ${text}${reason ? ` (${reason})` : ''}` : `not known: ${text}`,
      )
      return refuse(
        'NOT_ELIGIBLE',
        `The Breathing Space can't be started (${breathingSpaceLaw.eligibilityRule.ruleReference}): ${reasons.join('; ')}. Answer the conditions first, or look at another solution`,
        'breathingSpaceId',
      )
    }
    const endsOn = one.kind === 'STANDARD' ? milestone('LAST_DAY', one.kind, startedOn).on : null
    await tx.breathingSpaceDebt.updateMany({
      where: { breathingSpaceId, removedOn: null, startsOn: null },
      data: { startsOn: dateColumn(startedOn) },
    })
    await record(eventOf(one, 'started', { kind: one.kind, startedOn, endsOn, reference: reference !== null }))
    return tx.breathingSpace.update({
      where: { id: one.id },
      data: { startedOn: dateColumn(startedOn), endsOn: endsOn === null ? null : dateColumn(endsOn), reference },
    })
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
