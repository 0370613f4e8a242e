import type { AlertDraft, AlertKind, Moment } from '../catalogue/alert-kind.ts'
import { clocksOf } from '../reference/clocks.ts'
import { clockStanding, type ClockStanding } from '../rules/matter-clock.ts'
import { clocksRun } from '../rules/stages.ts'
import type { MatterKind } from '../generated/graphql.ts'
import type { CaseOfMatter, MatterFact, MatterPicture } from './matter-picture.ts'

/** Matters that go on when their case has ended: they are the centre's own. */
const outliveCase: MatterKind[] = ['COMPLAINT', 'DSAR', 'DATA_BREACH', 'FILE_REVIEW']

/** A matter worked out at a moment. */
export type MatterEvaluation = {
  picture: MatterPicture
  /** What holds now. */
  holding: AlertDraft[]
  /** The next moment at which something of it changes by itself; null while only events can change it. */
  wakesAt: Date | null
}

/** The clocks and alerts of a matter. Pure: the same matter and moment give the same. */
export function evaluateMatter(
  matter: MatterFact,
  { ofCase, kinds, moment }: { ofCase: CaseOfMatter | undefined; kinds: AlertKind[]; moment: Moment },
): MatterEvaluation {
  const law = ofCase?.jurisdiction ?? 'ENGLAND_WALES'
  const over = ofCase !== undefined && !clocksRun(ofCase.stage) && !outliveCase.includes(matter.kind)
  const clocks = clocksAt(matter, { law, over, moment })
  const picture = { matter, law, clocks, over }
  const planned = over
    ? []
    : kinds.flatMap(({ code, trigger }) =>
        'ofMatter' in trigger && trigger.ofMatter === matter.kind
          ? trigger.plan(picture, moment).map((alert) => ({ ...alert, code }))
          : [],
      )
  const { now } = moment
  const holding = planned
    .filter(({ from, until }) => from <= now && (until === undefined || until > now))
    .map(({ code, part, dueAt, severity, growsAt, facts = {} }): AlertDraft => ({
      code,
      key: [code, matter.matterId, part, dueAt?.toISOString()].filter((one) => one !== undefined).join(':'),
      centreId: matter.centreId,
      caseId: matter.caseId,
      matter: { kind: matter.kind, id: matter.matterId, handlerId: matter.handlerId },
      dueAt,
      ...(severity && { severity }),
      ...(growsAt && { growsAt }),
      facts: { ...facts, ...(dueAt && { dueAt: dueAt.toISOString() }) },
    }))
  const passing = [...clocks.values()]
    .filter(({ rule, state }) => rule.passes && state === 'RUNNING')
    .map(({ dueAt }) => new Date(dueAt!.getTime() + 1))
  const moments = [...planned.flatMap(({ from, until }) => [from, ...(until ? [until] : [])]), ...passing]
  const ahead = moments.map((one) => one.getTime()).filter((one) => one > now.getTime())
  return { picture, holding, wakesAt: ahead.length === 0 ? null : new Date(Math.min(...ahead)) }
}

function clocksAt(
  { kind, anchors, facts }: MatterFact,
  { law, over, moment }: { law: MatterPicture['law']; over: boolean; moment: Moment },
): Map<string, ClockStanding> {
  const state = {
    anchors,
    facts,
    law,
    over,
    paused: anchors['pausedOn'] !== undefined,
    pausedDays: Number(facts['pausedDays'] ?? 0),
  }
  const standings = (clocksOf.get(kind) ?? []).flatMap((versions) => clockStanding(versions, state, moment) ?? [])
  return new Map(standings.map((standing) => [standing.rule.code, standing]))
}
