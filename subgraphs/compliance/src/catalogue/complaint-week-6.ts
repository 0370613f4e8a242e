import { complaintWeek } from './complaint-weeks.ts'

export const complaintWeek6 = complaintWeek({
  code: 'COMPLAINT_WEEK_6',
  clock: 'COMPLAINT_WEEK_6',
  next: 'COMPLAINT_WEEK_7',
  severity: 'HIGH',
  weeks: 'six',
  actions: ['Finish looking into the complaint this week.', 'Begin to draft the final response.'],
})
