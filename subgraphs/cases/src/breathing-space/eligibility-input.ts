import { z } from 'zod'
import { given } from '../columns.ts'
import { EligibilityAnswer } from '../generated/prisma/enums.ts'

const answer = z
  .enum(EligibilityAnswer)
  .nullish()
  .transform((value) => value ?? undefined)

export const eligibilityInput = z.object({
  englandOrWales: answer,
  noDebtReliefOrder: answer,
  noInterimOrderOrIva: answer,
  notUndischargedBankrupt: answer,
  noneInLast12Months: answer,
})

/** Only the answers that were given. */
export function eligibilityColumns(answers: z.output<typeof eligibilityInput>) {
  return given({
    livesHere: answers.englandOrWales,
    noDebtReliefOrder: answers.noDebtReliefOrder,
    noArrangement: answers.noInterimOrderOrIva,
    notBankrupt: answers.notUndischargedBankrupt,
    noneRecently: answers.noneInLast12Months,
  })
}
