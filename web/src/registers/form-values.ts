import { today as londonToday } from '../format/calendar-day.ts'
import { momentInLondon } from '../format/london-moment.ts'
import type { Field } from './register-commands.ts'

/** What was filled in, by field; a time has a second value at `<name>.time`. */
export type FormValues = Record<string, string | string[] | undefined>

export const isEmpty = (value: FormValues[string]) => value === undefined || value.length === 0 || value === ''

/** The fields that have to be filled in and are not. */
export function missingFields(fields: Field[], values: FormValues): string[] {
  // What a letter has to say is for the server to judge: it names what is missing.
  return fields
    .filter(({ name, kind, optional }) => !optional && kind !== 'ticks' && isEmpty(values[name]))
    .map(({ name }) => name)
}

/** A field as the command takes it; undefined to leave it out. */
export function inputOf(field: Field, values: FormValues): unknown {
  const value = values[field.name]
  if (field.kind === 'ticks') return value ?? []
  if (typeof value !== 'string' || value.trim() === '') return undefined
  switch (field.kind) {
    case 'number':
      return Number(value)
    case 'pounds':
      return Math.round(Number(value.replaceAll(/[£,\s]/g, '')) * 100)
    case 'yesNo':
      return value === 'YES'
    case 'time':
      return momentInLondon(value, clockOf(values[`${field.name}.time`]))
    case 'actions':
      return value
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((text) => ({ text }))
    default:
      return value.trim()
  }
}

/** Whether a number or an amount can be read as one. */
export function isReadable(field: Field, values: FormValues): boolean {
  if (field.kind === 'number' || field.kind === 'pounds') {
    const input = inputOf(field, values)
    return input === undefined || (typeof input === 'number' && Number.isFinite(input))
  }
  if (field.kind === 'time')
    return isEmpty(values[field.name]) || /^([01]\d|2[0-3]):[0-5]\d$/.test(clockOf(values[`${field.name}.time`]))
  return true
}

const clockOf = (value: FormValues[string]) => (typeof value === 'string' && value !== '' ? value : '09:00')

/** The quarters that a sample may be drawn for: this one and the three before. */
export function recentQuarters(): string[] {
  const today = londonToday()
  const number = Number(today.slice(0, 4)) * 4 + Math.floor((Number(today.slice(5, 7)) - 1) / 3)
  return [0, 1, 2, 3].map((back) => `${Math.floor((number - back) / 4)}-Q${((number - back) % 4) + 1}`)
}
