import { daysBetween, dayToUtc, londonDay, type Day } from './calendar-day.ts'

const locales: Record<string, string> = { en: 'en-GB', cy: 'cy-GB' }
let locale = 'en-GB'

/** Called when the reader changes the language of the app. */
export function setFormatLanguage(language: string): void {
  locale = locales[language] ?? 'en-GB'
}

/** `Fri 4 Dec`, with the year when it is not this one: `Fri 4 Dec 2027`. */
export function formatDay(day: Day, today: Day): string {
  return day.slice(0, 4) === today.slice(0, 4) ? dayWords(day) : formatRecordedDay(day)
}

/** `Fri 4 Dec 2026`: for records and fields, where the year always matters. */
export function formatRecordedDay(day: Day): string {
  return `${dayWords(day)} ${day.slice(0, 4)}`
}

/** `14 Mar 1979`: a birth, where the weekday says nothing. */
export function formatBirth(day: Day): string {
  return dayWords(day).replace(/^\S+ /, '') + ` ${day.slice(0, 4)}`
}

function dayWords(day: Day): string {
  const parts = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).formatToParts(dayToUtc(day))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? ''
  // English months have three letters with us; ICU writes Sept.
  return `${part('weekday')} ${part('day')} ${part('month').replace('Sept', 'Sep')}`
}

/** `16:10`, in London. */
export function formatTime(moment: string | Date): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Europe/London',
  }).format(new Date(moment))
}

/** `Today 10:42`, `Yesterday 10:42`, `Mon 23 Nov 10:42`. `words` are in the reader's language. */
export function formatMoment(moment: string, today: Day, words: { today: string; yesterday: string }): string {
  const day = londonDay(moment)
  const age = daysBetween(day, today)
  const name = age === 0 ? words.today : age === 1 ? words.yesterday : formatDay(day, today)
  return `${name} ${formatTime(moment)}`
}
