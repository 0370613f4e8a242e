import { defineCommand } from './context.ts'
import { itemEvent } from './item-event.ts'
import { itemOfCase } from './parsing.ts'
import { may, maySignOff } from './policies.ts'
import { reachItem } from './reach-item.ts'
import { settleChecklist } from './settle-checklist.ts'

export const signOffItem = defineCommand({
  name: 'compliance.signOffItem',
  input: itemOfCase,
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const item = await reachItem({ tx, viewer, refuse }, given, {
      allowed: (one) =>
        one.facts.signOff === 'SELF' ? may(viewer, 'RECORD_EVIDENCE', one.centreId) : maySignOff(viewer, one),
      notAllowed: "You can't sign this item off: your roles don't allow it. Ask a supervisor or manager",
    })
    const { row, facts } = item
    const { code } = row.item
    if (facts.signOff === 'SELF')
      return refuse(
        'WRONG_STATE',
        `${code} can't be signed off: it needs no second person. Its evidence is enough`,
        'itemId',
      )
    if (facts.decision === 'FAILED' || facts.decision === 'NOT_APPLICABLE') {
      return refuse('WRONG_STATE', `${code} can't be signed off: somebody has decided on it. Reopen it first`, 'itemId')
    }
    if (facts.evidenceCount === 0)
      return refuse('NO_EVIDENCE', `${code} can't be signed off: there is no evidence yet. Record it first`, 'itemId')
    if (facts.signedOffAt !== null)
      return refuse('ALREADY_DONE', `${code} has been signed off already. Nothing is left to do`, 'itemId')
    if (item.recordedBy.includes(viewer.id)) {
      return refuse(
        'OWN_EVIDENCE',
        `You can't sign off ${code}: its evidence is your own. Ask another person to look at it`,
        'itemId',
      )
    }
    const now = clock.now()
    await tx.caseChecklistItem.update({ where: { id: row.id }, data: { signedOffAt: now, signedOffBy: viewer.id } })
    const checklist = await settleChecklist(tx, row.caseChecklistId, now)
    await record(itemEvent('compliance.item.signed_off', item, checklist))
    return checklist
  },
  find: (checklistId, { ctx }) => ctx.loaders.caseChecklist.load(checklistId),
})
