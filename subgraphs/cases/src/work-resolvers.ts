import { resultOf } from '@cma/runtime'
import type { Context } from './context.ts'
import type { AppointmentResolvers, TaskResolvers } from './generated/graphql.ts'
import { asUser } from './references.ts'

export const Task = {
  __resolveReference: ({ id }, ctx) => ctx.loaders.taskById.load(id),
  case: ({ caseId }, _, ctx) => ctx.loaders.caseById.load(caseId),
  assignee: ({ assigneeId }) => asUser(assigneeId),
  doneBy: ({ doneById }) => asUser(doneById),
} satisfies TaskResolvers<Context>

export const Appointment = {
  __resolveReference: ({ id }, ctx) => ctx.loaders.appointmentById.load(id),
  case: ({ caseId }, _, ctx) => ctx.loaders.caseById.load(caseId),
  adviser: ({ adviserId }) => asUser(adviserId),
} satisfies AppointmentResolvers<Context>

const aTask = resultOf('Task')
const anAppointment = resultOf('Appointment')
export const workResults = {
  AddTaskResult: aTask,
  CompleteTaskResult: aTask,
  UpdateTaskResult: aTask,
  BookAppointmentResult: anAppointment,
  RecordAppointmentOutcomeResult: anAppointment,
}
