import type { CompleteResolvers } from '@cma/runtime'
import { addNote } from './add-note.ts'
import { addTask } from './add-task.ts'
import { amendNote } from './amend-note.ts'
import { assignCase } from './assign-case.ts'
import { bookAppointment } from './book-appointment.ts'
import { breakGlass } from './break-glass.ts'
import { changeStage } from './change-stage.ts'
import { clearEmergency } from './clear-emergency.ts'
import { completeFollowUp } from './complete-follow-up.ts'
import { completeTask } from './complete-task.ts'
import { endContactPoint } from './end-contact-point.ts'
import { endHouseholdMember } from './end-household-member.ts'
import { liftRestriction } from './lift-restriction.ts'
import { openCase } from './open-case.ts'
import { recordAddress } from './record-address.ts'
import { recordAppointmentOutcome } from './record-appointment-outcome.ts'
import { recordClientName } from './record-client-name.ts'
import { recordContactPoint } from './record-contact-point.ts'
import { recordEmergency } from './record-emergency.ts'
import { recordHouseholdMember } from './record-household-member.ts'
import { recordSensitiveDetails } from './record-sensitive-details.ts'
import { restrictCase } from './restrict-case.ts'
import { retireNoteTemplate } from './retire-note-template.ts'
import { saveNoteTemplate } from './save-note-template.ts'
import { updateCase } from './update-case.ts'
import { updateClient } from './update-client.ts'
import { updateTask } from './update-task.ts'
import { breathingSpaceCommands } from './breathing-space/breathing-space-commands.ts'
import {
  BreathingSpace,
  BreathingSpaceDebt,
  breathingSpaceResults,
  CreditorReview,
} from './breathing-space/breathing-space-resolvers.ts'
import { AuthorityToAct, Consent, consentCommands, consentResults } from './consents/consent-resolvers.ts'
import { outcomesByDriver } from './vulnerability/outcomes-by-driver.ts'
import {
  Outcome,
  vulnerabilityCommands,
  VulnerabilityRecord,
  vulnerabilityResults,
} from './vulnerability/vulnerability-resolvers.ts'
import {
  Case,
  CaseRestriction,
  RestrictionOpening,
  caseResults,
  NextAction,
  StageTransition,
} from './case-resolvers.ts'
import { Client, clientResults } from './client-resolvers.ts'
import { findCaseByReference } from './find-case-by-reference.ts'
import { findRestrictedCase } from './find-restricted-case.ts'
import { findSimilarClients } from './find-similar-clients.ts'
import type { Resolvers, ResolversParentTypes } from './generated/graphql.ts'
import { listAppointments } from './list-appointments.ts'
import { listCases } from './list-cases.ts'
import { listCaseTags } from './list-case-tags.ts'
import { listFollowUps } from './list-follow-ups.ts'
import { listNoteTemplates } from './list-note-templates.ts'
import { listTasks } from './list-tasks.ts'
import { Note, noteResults, NoteTemplate, NoteVersion } from './note-resolvers.ts'
import { lookedAt } from './record-views.ts'
import { Appointment, Task, workResults } from './work-resolvers.ts'

export const resolvers: CompleteResolvers<Resolvers, ResolversParentTypes> = {
  Query: {
    cases: (_, args, ctx) => listCases(args, ctx),
    case: async (_, { id }, ctx) => lookedAt(await ctx.loaders.caseById.load(id), ctx),
    caseByReference: async (_, { reference }, ctx) => lookedAt(await findCaseByReference(reference, ctx), ctx),
    restrictedCase: (_, { idOrReference }, ctx) => findRestrictedCase(idOrReference, ctx),
    client: (_, { id }, ctx) => ctx.loaders.clientById.load(id),
    similarClients: (_, args, ctx) => findSimilarClients(args, ctx),
    followUps: (_, args, ctx) => listFollowUps(args, ctx),
    tasks: (_, args, ctx) => listTasks(args, ctx),
    appointments: (_, args, ctx) => listAppointments(args, ctx),
    noteTemplates: (_, args, ctx) => listNoteTemplates(args, ctx),
    caseTags: (_, { centreId }, ctx) => listCaseTags(centreId, ctx),
    outcomesByVulnerabilityDriver: (_, args, ctx) => outcomesByDriver(args, ctx),
  },
  Mutation: {
    openCase: (_, args, ctx) => openCase(args, ctx),
    changeStage: (_, args, ctx) => changeStage(args, ctx),
    assignCase: (_, args, ctx) => assignCase(args, ctx),
    updateCase: (_, args, ctx) => updateCase(args, ctx),
    recordEmergency: (_, args, ctx) => recordEmergency(args, ctx),
    clearEmergency: (_, args, ctx) => clearEmergency(args, ctx),
    restrictCase: (_, args, ctx) => restrictCase(args, ctx),
    liftRestriction: (_, args, ctx) => liftRestriction(args, ctx),
    breakGlass: (_, args, ctx) => breakGlass(args, ctx),
    addNote: (_, args, ctx) => addNote(args, ctx),
    amendNote: (_, args, ctx) => amendNote(args, ctx),
    completeFollowUp: (_, args, ctx) => completeFollowUp(args, ctx),
    saveNoteTemplate: (_, args, ctx) => saveNoteTemplate(args, ctx),
    retireNoteTemplate: (_, args, ctx) => retireNoteTemplate(args, ctx),
    addTask: (_, args, ctx) => addTask(args, ctx),
    completeTask: (_, args, ctx) => completeTask(args, ctx),
    updateTask: (_, args, ctx) => updateTask(args, ctx),
    bookAppointment: (_, args, ctx) => bookAppointment(args, ctx),
    recordAppointmentOutcome: (_, args, ctx) => recordAppointmentOutcome(args, ctx),
    updateClient: (_, args, ctx) => updateClient(args, ctx),
    recordClientName: (_, args, ctx) => recordClientName(args, ctx),
    recordAddress: (_, args, ctx) => recordAddress(args, ctx),
    recordContactPoint: (_, args, ctx) => recordContactPoint(args, ctx),
    endContactPoint: (_, args, ctx) => endContactPoint(args, ctx),
    recordHouseholdMember: (_, args, ctx) => recordHouseholdMember(args, ctx),
    endHouseholdMember: (_, args, ctx) => endHouseholdMember(args, ctx),
    recordSensitiveDetails: (_, args, ctx) => recordSensitiveDetails(args, ctx),
    ...breathingSpaceCommands,
    ...consentCommands,
    ...vulnerabilityCommands,
  },
  Case,
  CaseRestriction,
  RestrictionOpening,
  StageTransition,
  NextAction,
  Client,
  Note,
  NoteVersion,
  NoteTemplate,
  Task,
  Appointment,
  BreathingSpace,
  BreathingSpaceDebt,
  CreditorReview,
  Consent,
  AuthorityToAct,
  VulnerabilityRecord,
  Outcome,
  ...breathingSpaceResults,
  ...consentResults,
  ...vulnerabilityResults,
  ...caseResults,
  ...clientResults,
  ...noteResults,
  ...workResults,
}
