import type { SignedIn } from '@cma/testing/system'
import { done } from './cases.ts'

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

const passed = {
  englandOrWales: 'PASS',
  noDebtReliefOrder: 'PASS',
  noInterimOrderOrIva: 'PASS',
  notUndischargedBankrupt: 'PASS',
  noneInLast12Months: 'PASS',
}

/** A standard Breathing Space in its 31st day or so, with a debt whose creditor asked for a review. */
export async function aBreathingSpaceOn(adviser: SignedIn, caseId: string): Promise<void> {
  const of = 'BreathingSpace'
  const { id: breathingSpaceId } = await done<{ id: string }>(adviser, 'draftBreathingSpace', {
    of,
    input: { caseId, kind: 'STANDARD', eligibility: passed },
  })
  const { debts } = await done<{ debts: { id: string }[] }>(adviser, 'addBreathingSpaceDebt', {
    of,
    input: { breathingSpaceId, creditor: 'Example Bank' },
    fields: 'debts { id }',
  })
  await done(adviser, 'startBreathingSpace', { of, input: { breathingSpaceId, startedOn: daysAgo(30) } })
  await done(adviser, 'recordCreditorReviewRequest', {
    of,
    input: {
      breathingSpaceId,
      breathingSpaceDebtId: debts[0]!.id,
      requestedOn: daysAgo(20),
      reason: 'UNFAIR_PREJUDICE',
    },
  })
}

/** Consent, authority, vulnerability and outcome, each once. */
export async function careOn(adviser: SignedIn, caseId: string): Promise<void> {
  await done(adviser, 'recordConsent', {
    of: 'Consent',
    input: { caseId, kind: 'SHARE_WITH_CREDITORS', givenOn: daysAgo(9) },
  })
  await done(adviser, 'recordAuthority', {
    of: 'AuthorityToAct',
    input: { caseId, scope: 'All creditors', signedOn: daysAgo(9) },
  })
  await done(adviser, 'recordVulnerability', {
    of: 'VulnerabilityRecord',
    input: { caseId, driver: 'LIFE_EVENTS', indicator: 'Newly bereaved' },
  })
  await done(adviser, 'recordOutcome', {
    of: 'Outcome',
    input: { caseId, kind: 'DEBT_REDUCED', achievedOn: daysAgo(1), amountPence: 125_000 },
  })
}
