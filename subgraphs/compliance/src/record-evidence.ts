import { newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from './context.ts'
import { evidenceInWords } from './evidence-words.ts'
import { itemEvent } from './item-event.ts'
import { id, itemOfCase, orNone, text } from './parsing.ts'
import { may } from './policies.ts'
import { reachItem } from './reach-item.ts'
import { evidenceKinds } from './reference/framework-file.ts'
import { settleChecklist } from './settle-checklist.ts'

const input = itemOfCase
  .extend({ kind: z.enum(evidenceKinds), note: orNone(text('The note', 5_000)), documentId: orNone(id) })
  .refine(({ note, documentId }) => note !== null || documentId !== null, {
    path: ['note'],
    message: 'Evidence needs a note or a document. Write what it shows and where it is, or choose the document',
  })

export const recordEvidence = defineCommand({
  name: 'compliance.recordEvidence',
  input,
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const item = await reachItem({ tx, viewer, refuse }, given, {
      allowed: ({ centreId }) => may(viewer, 'RECORD_EVIDENCE', centreId),
      notAllowed:
        "You can't record evidence on this case: it is for the centre's advisers, supervisors and managers. Ask one of them",
    })
    const { row, facts } = item
    if (facts.decision === 'NOT_APPLICABLE') {
      return refuse(
        'WRONG_STATE',
        `You can't record evidence for ${row.item.code}: it is marked as not applicable. Reopen it first`,
        'itemId',
      )
    }
    if (!row.item.evidenceKinds.includes(given.kind)) {
      const accepted = row.item.evidenceKinds.map(evidenceInWords).join(', ')
      return refuse(
        'EVIDENCE_KIND_NOT_ACCEPTED',
        `${row.item.code} can't be shown by ${evidenceInWords(given.kind)}. It takes: ${accepted}`,
        'kind',
      )
    }
    const now = clock.now()
    const evidenceId = newId()
    await tx.evidence.create({
      data: {
        id: evidenceId,
        caseChecklistItemId: row.id,
        caseId: row.caseId,
        centreId: row.centreId,
        kind: given.kind,
        note: given.note,
        documentId: given.documentId,
        recordedAt: now,
        recordedBy: viewer.id,
      },
    })
    // Evidence ends a waiver, and answers a failure: then a second person has to confirm it (see fail-item.ts).
    await tx.caseChecklistItem.update({
      where: { id: row.id },
      data: {
        evidenceCount: { increment: 1 },
        startedAt: row.startedAt ?? now,
        startedBy: row.startedBy ?? viewer.id,
        ...(row.decision !== null && {
          decision: null,
          reason: null,
          decidedAt: null,
          decidedBy: null,
          waivedUntil: null,
          done: false,
          doneAt: null,
        }),
        ...(row.decision === 'FAILED' && { signedOffAt: null, signedOffBy: null }),
      },
    })
    const checklist = await settleChecklist(tx, row.caseChecklistId, now)
    await record(
      itemEvent('compliance.evidence.recorded', item, checklist, {
        evidenceId,
        kind: given.kind,
        documentId: given.documentId,
      }),
    )
    return checklist
  },
  find: (checklistId, { ctx }) => ctx.loaders.caseChecklist.load(checklistId),
})
