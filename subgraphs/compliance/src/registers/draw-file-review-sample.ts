import { dateColumn, dayOfColumn, londonDate, newId, startOfLondonDay } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import type { Jurisdiction } from '../generated/graphql.ts'
import type { FileReview, PrismaClient } from '../generated/prisma/client.ts'
import { id, orNone } from '../parsing.ts'
import { adviserGrade, daysOfQuarter, drawFiles, quarterOf } from '../rules/file-review-sample.ts'
import { dueAt } from './register-clock.ts'
import { holidaysUnder } from './register-deadlines.ts'
import { reviewEvent } from './register-event.ts'
import { mayRegister } from './register-policies.ts'
import { fileReviewSampling, registerDeadlines } from './register-reference.ts'

/** What drawing came to; its id says centre and quarter. */
export type SampleRow = { id: string; quarter: string; drawn: FileReview[]; total: number }

export const drawFileReviewSample = defineCommand({
  name: 'compliance.drawFileReviewSample',
  input: z.object({
    centreId: id,
    quarter: orNone(z.string().regex(/^\d{4}-Q[1-4]$/, 'A quarter is written like 2026-Q4. Correct it')),
  }),
  async run({ input, tx, viewer, record, refuse, clock }): Promise<SampleRow> {
    const { centreId } = input
    if (!mayRegister(viewer, 'READ', centreId))
      return refuse('NOT_FOUND', "This centre can't be found among yours. Choose another", 'centreId')
    if (!mayRegister(viewer, 'LEAD_FILE_REVIEWS', centreId))
      return refuse(
        'NOT_ALLOWED',
        "You can't draw files for review: supervisors, managers and compliance officers do. Ask one of them",
      )
    const now = clock.now()
    const today = londonDate(now)
    const quarter = input.quarter ?? quarterOf(today)
    const { from, until } = daysOfQuarter(quarter)
    if (from > today) return refuse('INVALID_INPUT', 'This quarter has not begun. Choose one that has', 'quarter')
    // One draw a centre at a time, or two would draw twice as many.
    await tx.$queryRaw`select 1 from (select pg_advisory_xact_lock(hashtextextended(${`file-reviews ${centreId}`}, 0))) locked`
    const { newForMonths, grades } = await fileReviewSampling()
    const [files, staff, kept] = [
      await filesOf(tx, { centreId, from, until }),
      await tx.staffFact.findMany({ where: { centreId } }),
      await tx.fileReview.findMany({ where: { centreId, quarter } }),
    ]
    const drawn = new Set(kept.map(({ caseId }) => caseId))
    const due = await dueDays(now, new Set(files.map(({ law }) => law)))
    const rows = [...Map.groupBy(files, (file) => file.adviserId)].flatMap(([adviserId, theirs]) => {
      const known = staff.find(({ userId }) => userId === adviserId)
      const grade = adviserGrade(known && { roles: known.roles, since: londonDate(known.since) }, {
        today,
        newForMonths,
      })
      const laws = new Map(theirs.map(({ caseId, law }) => [caseId, law]))
      return drawFiles([...laws.keys()], { quarter, share: grades[grade], drawn }).map((caseId): FileReview => ({
        id: newId(),
        centreId,
        caseId,
        adviserId,
        reviewerId: null,
        quarter,
        adviserGrade: grade,
        sampledAt: now,
        dueOn: dateColumn(due.get(laws.get(caseId)!)!),
        state: 'SAMPLED',
        gradedAt: null,
        grade: null,
        findings: null,
      }))
    })
    await tx.fileReview.createMany({ data: rows })
    for (const row of rows)
      await record(
        reviewEvent('sampled', row, {
          adviserId: row.adviserId,
          reviewerId: null,
          dueOn: dayOfColumn(row.dueOn),
          quarter,
        }),
      )
    if (rows.length === 0)
      return refuse(
        'ALREADY_DONE',
        'All that has to be reviewed in this quarter has been drawn. Draw again when more cases have been worked on',
        'quarter',
      )
    return { id: `${centreId} ${quarter}`, quarter, drawn: rows, total: kept.length + rows.length }
  },
  async find(key, { tx }) {
    const [centreId, quarter] = key.split(' ') as [string, string]
    return { id: key, quarter, drawn: [], total: await tx.fileReview.count({ where: { centreId, quarter } }) }
  },
})

/** Cases with an adviser that were open at some time of the quarter. */
async function filesOf(
  tx: PrismaClient,
  { centreId, from, until }: { centreId: string; from: string; until: string },
): Promise<Array<{ caseId: string; adviserId: string; law: Jurisdiction }>> {
  const rows = await tx.caseFact.findMany({
    where: {
      centreId,
      adviserId: { not: null },
      openedAt: { lt: startOfLondonDay(until) },
      OR: [
        { stage: { notIn: ['CLOSED', 'DECEASED', 'TRANSFERRED'] } },
        { stageEnteredAt: { gte: startOfLondonDay(from) } },
      ],
    },
    select: { caseId: true, adviserId: true, jurisdiction: true },
    orderBy: { caseId: 'asc' },
  })
  return rows.map(({ caseId, adviserId, jurisdiction }) => ({
    caseId,
    adviserId: adviserId!,
    law: jurisdiction as Jurisdiction,
  }))
}

/** By when files that are drawn now are to be reviewed, by the law of their cases. */
async function dueDays(now: Date, laws: Set<Jurisdiction>): Promise<Map<Jurisdiction, string>> {
  const { clock } = (await registerDeadlines()).fileReview.find(({ code }) => code === 'FILE_REVIEW')!
  const days = [...laws].map(async (law) => {
    const due = dueAt(clock, now, { holidays: await holidaysUnder(law), pausedDays: 0 })
    return [law, londonDate(due)] as const
  })
  return new Map(await Promise.all(days))
}
