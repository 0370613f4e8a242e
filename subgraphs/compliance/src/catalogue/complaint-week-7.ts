import { complaintWeek } from './complaint-weeks.ts'

/** Stands until the complaint is closed: what follows it, COMPLAINT_8_WEEKS_BREACHED, is another matter. */
export const complaintWeek7 = complaintWeek({
  code: 'COMPLAINT_WEEK_7',
  clock: 'COMPLAINT_WEEK_7',
  severity: 'HIGH',
  weeks: 'seven',
  actions: ['Have the final response agreed and sent this week, with the ombudsman’s leaflet.'],
})
