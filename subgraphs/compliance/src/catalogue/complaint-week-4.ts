import { complaintWeek } from './complaint-weeks.ts'

export const complaintWeek4 = complaintWeek({
  code: 'COMPLAINT_WEEK_4',
  clock: 'COMPLAINT_WEEK_4',
  next: 'COMPLAINT_WEEK_6',
  severity: 'MEDIUM',
  weeks: 'four',
  actions: [
    'Tell the client how the complaint stands, and record the holding reply.',
    'Ask for what is still missing.',
  ],
})
