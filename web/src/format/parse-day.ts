import { addDays, dayToUtc, utcToDay, weekdayOf, type Day } from './calendar-day.ts'

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Reads a day as people in Britain type it: `4 12 2026`, `4/12/26`, `4 dec`, `fri`, `today`, `tomorrow`, `+3`, `+2w`.
 * Day comes before month. Without a year it is the next such day, today included. Nothing when it is no day.
 */
export function parseDay(typed: string, today: Day): Day | undefined {
  const text = typed.trim().toLowerCase()
  if (text === '') return undefined
  return relativeDay(text, today) ?? weekdayAhead(text, today) ?? writtenDay(text, today)
}

function relativeDay(text: string, today: Day): Day | undefined {
  if (text === 'today') return today
  if (text === 'tomorrow') return addDays(today, 1)
  const offset = /^\+\s*(\d{1,4})\s*(d|days?|w|weeks?)?$/.exec(text)
  if (!offset) return undefined
  return addDays(today, Number(offset[1]) * (offset[2]?.startsWith('w') ? 7 : 1))
}

/** `fri` is the next Friday, a week ahead when today is one. */
function weekdayAhead(text: string, today: Day): Day | undefined {
  if (!/^[a-z]{3,}$/.test(text)) return undefined
  const wanted = weekdays.findIndex((name) => text.startsWith(name))
  if (wanted < 0 || !fullName(wanted).startsWith(text)) return undefined
  const ahead = (wanted - weekdayOf(today) + 7) % 7
  return addDays(today, ahead === 0 ? 7 : ahead)
}

function fullName(weekday: number): string {
  return ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'][weekday]!
}

function writtenDay(text: string, today: Day): Day | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return realDay(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  // A weekday in front is what we ourselves print: `Fri 4 Dec 2026`.
  const parts = text
    .replace(/^(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*[\s,]+/, '')
    .split(/[\s/.,-]+/)
    .filter(Boolean)
  if (parts.length < 2 || parts.length > 3) return undefined
  const [dayPart, monthPart, yearPart] = parts as [string, string, string | undefined]
  const day = /^\d{1,2}(?:st|nd|rd|th)?$/.test(dayPart) ? Number.parseInt(dayPart, 10) : Number.NaN
  const month = monthNumber(monthPart)
  if (!day || !month) return undefined
  if (yearPart !== undefined) return realDay(yearNumber(yearPart), month, day)
  const thisYear = Number(today.slice(0, 4))
  // Four years on, to find the next 29 February.
  for (const year of [0, 1, 2, 3, 4].map((ahead) => thisYear + ahead)) {
    const candidate = realDay(year, month, day)
    if (candidate !== undefined && candidate >= today) return candidate
  }
  return undefined
}

function monthNumber(part: string): number | undefined {
  if (/^\d{1,2}$/.test(part)) return Number(part)
  const index = months.findIndex((name) => part.startsWith(name))
  return index < 0 ? undefined : index + 1
}

function yearNumber(part: string): number {
  if (/^\d{4}$/.test(part)) return Number(part)
  return /^\d{2}$/.test(part) ? 2000 + Number(part) : Number.NaN
}

/** 31 April is no day. */
function realDay(year: number, month: number, day: number): Day | undefined {
  if (!(year >= 1900 && year <= 2200)) return undefined
  const candidate = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const date = dayToUtc(candidate)
  return Number.isNaN(date.getTime()) || utcToDay(date) !== candidate ? undefined : candidate
}
