import { isId, newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from './context.ts'
import { mayExport } from './policies.ts'
import { groups, trailConditions } from './trail-filter.ts'

const id = z.string().refine(isId, 'This id is not of anything here. Take it from the page that shows the thing')
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString())
const none = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? null)

export const exportTrail = defineCommand({
  name: 'audit.exportTrail',
  input: z.object({
    entity: none(id),
    filter: z
      .object({
        groups: none(z.array(z.enum(groups))),
        actorId: none(id),
        from: none(moment),
        to: none(moment),
      })
      .nullish(),
  }),
  async run({ input: { entity, filter }, tx, viewer, record, refuse }) {
    if (!mayExport(viewer))
      return refuse(
        'NOT_ALLOWED',
        "You can't export the trail: it is for compliance officers, data-protection officers and auditors. Ask one of them",
      )
    const conditions = trailConditions({ entity, filter }) ?? []
    const { _count: count, _max: last } = await tx.event.aggregate({
      where: { AND: conditions, seq: { not: null } },
      _count: true,
      _max: { seq: true },
    })
    const upTo = Number(last.seq ?? 0)
    // Every number up to the last is there, so nothing was left out by the filter or by the viewer's centres.
    const whole = count === upTo
    const key = newId()
    await record({
      action: 'audit.trail.exported',
      centreId: null,
      entities: entity ? [{ type: 'Trail', id: entity }] : [],
      facts: {
        requestId: key,
        entity,
        groups: filter?.groups ?? [],
        actorId: filter?.actorId ?? null,
        from: filter?.from ?? null,
        to: filter?.to ?? null,
        count,
        upTo,
      },
    })
    const { id: exportId } = await tx.event.findFirstOrThrow({
      where: { action: 'audit.trail.exported', actorId: viewer.id, facts: { path: ['requestId'], equals: key } },
      select: { id: true },
    })
    return { id: exportId, count, whole }
  },
  find: async () => null,
})
