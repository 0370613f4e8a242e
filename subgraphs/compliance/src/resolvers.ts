import { dayOfColumn, londonDate, resultOf, type CompleteResolvers } from '@cma/runtime'
import { acknowledgeAlert } from './acknowledge-alert.ts'
import { adoptChecklistVersion } from './adopt-checklist-version.ts'
import { alertCase } from './alert-case.ts'
import { alertCatalogue } from './alert-catalogue.ts'
import { alertDigest } from './alert-digest.ts'
import { complianceAlerts } from './alert-list.ts'
import { alertKindChoices, alertPreferences } from './alert-preferences.ts'
import { snoozeLimit } from './alert-snooze.ts'
import { alertCursor, sequenceOf } from './alerts/cursor.ts'
import { alertFeedOf } from './alerts/feeds.ts'
import { caseCompliance, statusOfChecklist } from './case-compliance.ts'
import {
  byAdviser,
  byFramework,
  byStatus,
  centreCompliance,
  openAlerts,
  requireCentreCompliance,
  sumsOf,
} from './centre-compliance.ts'
import { catalogue } from './catalogue/catalogue.ts'
import type { AlertFacts } from './catalogue/alert-kind.ts'
import { centres } from './dashboard/centre-completion.ts'
import { complianceDashboard } from './dashboard/dashboard.ts'
import { openAlerts as openAlertsWaiting, untakenCritical, waitingLongest } from './dashboard/waiting-alerts.ts'
import { deadlines, ruleOf } from './deadlines.ts'
import { failItem } from './fail-item.ts'
import type * as Graph from './generated/graphql.ts'
import type { Alert } from './generated/prisma/client.ts'
import { itemFacts } from './item-facts.ts'
import { markNotApplicable } from './mark-not-applicable.ts'
import { newerVersionOf, versionsInForce } from './newer-version.ts'
import { allowedAlertActions, allowedItemActions, may, mayReadAnywhere } from './policies.ts'
import { recordEvidence } from './record-evidence.ts'
import { reopenItem } from './reopen-item.ts'
import { resolveAlert } from './resolve-alert.ts'
import { registerMutations, registerQueries, registerTypes } from './registers/register-resolvers.ts'
import { reference } from './rows.ts'
import { alwaysInterrupts, interrupts } from './rules/interruption.ts'
import { completionPercentage } from './rules/completion.ts'
import { isDone, itemState } from './rules/item-state.ts'
import { saveAlertPreferences } from './save-alert-preferences.ts'
import { signOffItem } from './sign-off-item.ts'
import { snoozeAlert } from './snooze-alert.ts'
import { itemHoldsUpStage, stageGate } from './stage-gate.ts'
import { startItem } from './start-item.ts'
import { waiveItem } from './waive-item.ts'
import { withdrawEvidence } from './withdraw-evidence.ts'

const checklist = resultOf('CaseChecklist')
const alert = resultOf('ComplianceAlert')

/** What the catalogue says of an alert's kind. */
const kindOf = ({ code }: Alert) => catalogue[code as Graph.AlertCode]
const factsOf = ({ facts }: Alert) => facts as AlertFacts

export const resolvers: CompleteResolvers<Graph.Resolvers, Graph.ResolversParentTypes> = {
  Query: {
    frameworks: async (_, { on }, ctx) => {
      const day = on ?? londonDate(ctx.services.clock.now())
      return versionsInForce(await ctx.loaders.frameworks.load('all'), day)
    },
    framework: (_, { id }, ctx) => ctx.loaders.framework.load(id),
    caseChecklist: (_, { id }, ctx) => ctx.loaders.caseChecklist.load(id),
    complianceAlerts: (_, args, ctx) => complianceAlerts(args, ctx),
    complianceAlert: (_, { id }, ctx) => ctx.loaders.alert.load(id),
    alertPreferences: (_, __, ctx) => alertPreferences(ctx),
    alertDigest: (_, { since }, ctx) => alertDigest(since, ctx),
    alertCatalogue: () => alertCatalogue,
    deadlines: (_, args, ctx) => deadlines(args, ctx),
    centreCompliance: (_, { centreId }, ctx) => requireCentreCompliance(centreId, ctx),
    complianceDashboard: (_, args, ctx) => complianceDashboard(args, ctx),
    ...registerQueries,
  },
  Mutation: {
    recordEvidence: (_, args, ctx) => recordEvidence(args, ctx),
    withdrawEvidence: (_, args, ctx) => withdrawEvidence(args, ctx),
    startItem: (_, args, ctx) => startItem(args, ctx),
    markNotApplicable: (_, args, ctx) => markNotApplicable(args, ctx),
    signOffItem: (_, args, ctx) => signOffItem(args, ctx),
    failItem: (_, args, ctx) => failItem(args, ctx),
    waiveItem: (_, args, ctx) => waiveItem(args, ctx),
    reopenItem: (_, args, ctx) => reopenItem(args, ctx),
    adoptChecklistVersion: (_, args, ctx) => adoptChecklistVersion(args, ctx),
    acknowledgeAlert: (_, args, ctx) => acknowledgeAlert(args, ctx),
    resolveAlert: (_, args, ctx) => resolveAlert(args, ctx),
    snoozeAlert: (_, args, ctx) => snoozeAlert(args, ctx),
    saveAlertPreferences: (_, args, ctx) => saveAlertPreferences(args, ctx),
    ...registerMutations,
  },
  Subscription: {
    complianceAlertRaised: {
      subscribe: (_, { after }, ctx) =>
        alertFeedOf(ctx.services).follow(ctx.viewer, after == null ? undefined : sequenceOf(after)),
      resolve: (event: Graph.ResolversParentTypes['ComplianceAlertRaised']) => event,
    },
  },

  ComplianceAlertRaised: {
    cursor: ({ sequence }) => alertCursor(sequence),
    interrupts: async ({ alert: row }, _, ctx) => {
      const now = ctx.services.clock.now()
      const told = { code: row.code, severity: row.severity as Graph.AlertSeverity, force: kindOf(row).force }
      if (alwaysInterrupts(told)) return true
      return interrupts(told, await ctx.loaders.alertPreference.load(ctx.viewer.id), now)
    },
  },
  Framework: {
    __resolveReference: ({ id }, ctx) => ctx.loaders.framework.load(id),
    jurisdictions: ({ jurisdictions }) => jurisdictions as Graph.Jurisdiction[],
    checklists: ({ id }, _, ctx) => ctx.loaders.checklistsOfFramework.load(id),
  },
  Checklist: {
    __resolveReference: ({ id }, ctx) => ctx.loaders.checklist.load(id),
    level: ({ level }) => level as Graph.ChecklistLevel,
    caseTypes: ({ caseTypes }) => caseTypes as Graph.CaseType[],
    framework: async ({ frameworkId }, _, ctx) => (await ctx.loaders.framework.load(frameworkId))!,
    items: ({ id }, _, ctx) => ctx.loaders.itemsOfChecklist.load(id),
  },
  ChecklistItem: {
    force: ({ force }) => force as Graph.Force,
    stage: ({ stage }) => stage as Graph.CaseStage | null,
    evidenceKinds: ({ evidenceKinds }) => evidenceKinds as Graph.EvidenceKind[],
    signOff: ({ signOff }) => signOff as Graph.SignOff,
    dueRule: ({ dueWords }) => dueWords,
    dueForce: ({ dueForce }) => dueForce as Graph.Force | null,
  },

  Case: {
    __resolveReference: ({ id }) => ({ id }),
    compliance: ({ id }, _, ctx) => caseCompliance(id, ctx),
    checklists: ({ id }, _, ctx) => (mayReadAnywhere(ctx.viewer) ? ctx.loaders.checklistsOfCase.load(id) : null),
    stageGate: ({ id }, { to }, ctx) => stageGate(id, to, ctx),
    alerts: async ({ id }, { openOnly }, ctx) =>
      mayReadAnywhere(ctx.viewer)
        ? (await ctx.loaders.alertsOfCase.load(id)).filter(
            ({ state }) => !openOnly || (state !== 'RESOLVED' && state !== 'EXPIRED'),
          )
        : null,
  },
  CaseChecklist: {
    __resolveReference: ({ id }, ctx) => ctx.loaders.caseChecklist.load(id),
    name: async ({ checklistId }, _, ctx) => (await ctx.loaders.checklist.load(checklistId))!.name,
    framework: async ({ checklistId }, _, ctx) =>
      (await ctx.loaders.framework.load((await ctx.loaders.checklist.load(checklistId))!.frameworkId))!,
    case: ({ caseId }) => ({ id: caseId }),
    mandatory: async ({ checklistId }, _, ctx) => (await ctx.loaders.checklist.load(checklistId))!.mandatory,
    completionPercentage: (row) => completionPercentage(row),
    status: (row, _, ctx) => statusOfChecklist(row, ctx),
    newerVersion: async ({ checklistId }, _, ctx) => {
      const held = (await ctx.loaders.framework.load((await ctx.loaders.checklist.load(checklistId))!.frameworkId))!
      return newerVersionOf(held, await ctx.loaders.frameworks.load('all'), ctx.services.clock.now()) ?? null
    },
    items: async ({ id }, { needsSomething }, ctx) => {
      const now = ctx.services.clock.now()
      return (await ctx.loaders.itemsOfCaseChecklist.load(id)).filter(
        (row) => !needsSomething || !isDone(itemFacts(row), now),
      )
    },
  },
  CaseChecklistItem: {
    code: ({ item }) => item.code,
    text: ({ item }) => item.text,
    ruleReference: ({ item }) => item.ruleReference,
    force: ({ item }) => item.force as Graph.Force,
    mandatory: ({ item }) => item.mandatory,
    weight: ({ item }) => item.weight,
    state: (row, _, ctx) => itemState(itemFacts(row), ctx.services.clock.now()),
    done: (row, _, ctx) => isDone(itemFacts(row), ctx.services.clock.now()),
    dueForce: ({ item }) => item.dueForce as Graph.Force | null,
    stage: ({ item }) => item.stage as Graph.CaseStage | null,
    holdsUpStage: (row, _, ctx) => itemHoldsUpStage(row, ctx),
    evidenceKinds: ({ item }) => item.evidenceKinds as Graph.EvidenceKind[],
    evidence: async ({ id }, _, ctx) =>
      (await ctx.loaders.evidenceOfItem.load(id)).filter(({ withdrawnAt }) => withdrawnAt === null),
    withdrawnEvidence: async ({ id }, _, ctx) =>
      (await ctx.loaders.evidenceOfItem.load(id)).filter(({ withdrawnAt }) => withdrawnAt !== null),
    signOff: ({ signOff }) => signOff as Graph.SignOff,
    signedOffBy: ({ signedOffBy }) => reference(signedOffBy),
    decidedBy: ({ decidedBy }) => reference(decidedBy),
    waivedUntil: ({ waivedUntil }) => waivedUntil && dayOfColumn(waivedUntil),
    allowed: async (row, _, ctx) => {
      const counting = (await ctx.loaders.evidenceOfItem.load(row.id)).filter(({ withdrawnAt }) => withdrawnAt === null)
      const item = {
        centreId: row.centreId,
        mandatory: row.item.mandatory,
        facts: itemFacts(row),
        recordedBy: counting.map(({ recordedBy }) => recordedBy),
      }
      return allowedItemActions(ctx.viewer, item, ctx.services.clock.now())
    },
    verified: ({ item }) => item.verified,
  },
  Evidence: {
    __resolveReference: ({ id }, ctx) => ctx.loaders.evidence.load(id),
    kind: ({ kind }) => kind as Graph.EvidenceKind,
    document: ({ documentId }) => reference(documentId),
    recordedBy: ({ recordedBy }) => ({ id: recordedBy }),
    withdrawnBy: ({ withdrawnBy }) => reference(withdrawnBy),
  },

  Centre: {
    __resolveReference: ({ id }) => ({ id }),
    compliance: ({ id }, _, ctx) => centreCompliance(id, ctx),
  },
  CentreCompliance: {
    centre: ({ centreId }) => ({ id: centreId }),
    openCases: ({ cases }) => cases.length,
    completionPercentage: ({ cases }) => sumsOf(cases).completionPercentage,
    overdueItems: ({ cases }) => sumsOf(cases).overdueItems,
    byStatus: (row) => byStatus(row),
    byFramework: (row, _, ctx) => byFramework(row, ctx),
    byAdviser: (row) => byAdviser(row),
    openAlerts: (row, _, ctx) => openAlerts(row, ctx),
  },
  ComplianceDashboard: {
    openAlerts: (row, _, ctx) => openAlertsWaiting(row, ctx),
    untakenCritical: (row, _, ctx) => untakenCritical(row, ctx),
    waitingLongest: (row, { first }, ctx) => waitingLongest(row, first, ctx),
    centres: (row, _, ctx) => centres(row, ctx),
  },
  CentreCompletion: {
    centre: ({ centreId }) => ({ id: centreId }),
    lateMost: async ({ dashboard, centreId }, _, ctx) =>
      (await ctx.loaders.slippingItems.load(dashboard)).filter((row) => row.centreId === centreId),
  },
  FrameworkCompletion: {
    framework: async ({ frameworkId }, _, ctx) => (await ctx.loaders.framework.load(frameworkId))!,
  },
  SlippingItem: {
    item: async ({ itemId }, _, ctx) => (await ctx.loaders.item.load(itemId))!,
  },
  FrameworkCompliance: {
    framework: async ({ frameworkId }, _, ctx) => (await ctx.loaders.framework.load(frameworkId))!,
  },
  AdviserCompliance: {
    adviser: ({ adviserId }) => reference(adviserId),
  },

  ComplianceAlert: {
    __resolveReference: ({ id }, ctx) => ctx.loaders.alert.load(id),
    code: ({ code }) => code as Graph.AlertCode,
    severity: ({ severity }) => severity as Graph.AlertSeverity,
    state: ({ state }) => state as Graph.AlertState,
    title: (row) => kindOf(row).title,
    message: (row) => kindOf(row).message(factsOf(row)),
    actions: (row) => kindOf(row).actions(factsOf(row)),
    force: (row) => kindOf(row).force,
    ruleReference: (row) =>
      kindOf(row).ruleReference ?? (factsOf(row)['rule'] === undefined ? null : String(factsOf(row)['rule'])),
    case: ({ caseId }) => reference(caseId),
    centre: ({ centreId }) => ({ id: centreId }),
    item: ({ caseChecklistItemId }, _, ctx) =>
      caseChecklistItemId === null ? null : ctx.loaders.caseItem.load(caseChecklistItemId),
    noteId: ({ noteId, centreId }, _, ctx) => (may(ctx.viewer, 'READ_SAFEGUARDING', centreId) ? noteId : null),
    matter: ({ matterKind, matterId }) =>
      matterKind === null || matterId === null ? null : { matterKind: matterKind as Graph.MatterKind, matterId },
    acknowledgedBy: ({ acknowledgedBy }) => reference(acknowledgedBy),
    resolvedBy: ({ resolvedBy }) => reference(resolvedBy),
    history: ({ id }, _, ctx) => ctx.loaders.stepsOfAlert.load(id),
    sequence: ({ sequence }) => Number(sequence),
    allowed: async (row, _, ctx) => {
      const fact = row.caseId === null ? null : await ctx.loaders.caseFact.load(row.caseId)
      const maySnooze = snoozeLimit(row, ctx.services.clock.now()) !== undefined
      return allowedAlertActions(ctx.viewer, { ...alertCase(row, fact), maySnooze })
    },
    snoozedBy: ({ snoozedBy }) => reference(snoozedBy),
    snoozeAtMost: (row, _, ctx) => snoozeLimit(row, ctx.services.clock.now())?.until ?? null,
    ifNobodyActs: ({ state, nextRungAt, nextRungRole }) =>
      nextRungAt !== null && nextRungRole !== null && (state === 'OPEN' || state === 'ESCALATED')
        ? { at: nextRungAt, role: nextRungRole }
        : null,
  },
  Deadline: {
    text: (row) => ruleOf(row).text,
    force: ({ force }) => force as Graph.Force,
    ruleReference: (row) => ruleOf(row).ruleReference,
    verified: (row) => ruleOf(row).verified,
    passes: (row) => ruleOf(row).passes,
    case: ({ caseId }) => reference(caseId),
    centre: ({ centreId }) => ({ id: centreId }),
    matterKind: ({ matterKind }) => matterKind as Graph.MatterKind | null,
    overdue: ({ dueAt }, _, ctx) => dueAt < ctx.services.clock.now(),
  },
  AlertPreferences: {
    kinds: (row) => alertKindChoices(row),
  },
  AlertStep: {
    kind: ({ kind }) => kind as Graph.AlertStepKind,
    by: ({ byId }) => reference(byId),
    severity: ({ severity }) => severity as Graph.AlertSeverity | null,
  },

  ...registerTypes,

  RecordEvidenceResult: checklist,
  WithdrawEvidenceResult: checklist,
  StartItemResult: checklist,
  MarkNotApplicableResult: checklist,
  SignOffItemResult: checklist,
  FailItemResult: checklist,
  WaiveItemResult: checklist,
  ReopenItemResult: checklist,
  AdoptChecklistVersionResult: checklist,
  AcknowledgeAlertResult: alert,
  ResolveAlertResult: alert,
  SnoozeAlertResult: alert,
  SaveAlertPreferencesResult: resultOf('AlertPreferences'),
}
