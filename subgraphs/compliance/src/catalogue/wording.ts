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

const moment = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Europe/London',
})

/** `Mon 23 Nov, 16:10` of a moment in ISO 8601, by the clock in London. */
export function momentInWords(at: string): string {
  return moment.format(new Date(at)).replace(/^(\w+),/, '$1')
}
