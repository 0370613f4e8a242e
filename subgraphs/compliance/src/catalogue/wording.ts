const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'Europe/London',
})

/** `Mon 23 Nov` of a moment in ISO 8601. */
export function dayInWords(moment: string): string {
  return day.format(new Date(moment)).replace(',', '')
}

/** `1 item`, `3 items`. */
export function inWords(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

/** `IMPLEMENTATION` as advisers call it. */
export function stageInWords(stage: string): string {
  return stage === 'IMPLEMENTATION' ? 'putting in place' : stage.toLowerCase().replaceAll('_', ' ')
}
