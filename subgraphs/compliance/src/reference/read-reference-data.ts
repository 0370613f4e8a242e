import { readdir, readFile } from 'node:fs/promises'
import { z } from 'zod'
import { parse } from 'yaml'
import { bankHolidayFile, frameworkFile, type BankHolidayFile, type FrameworkFile } from './framework-file.ts'

const folder = new URL('../../reference-data/', import.meta.url)
const holidays = 'bank-holidays.yaml'
/** What is not a framework. */
const others = [holidays, 'waiting-alerts.yaml']

export type ReferenceData = { frameworks: FrameworkFile[]; bankHolidays: BankHolidayFile }

/** Reads and checks all files of reference-data/; throws one error a file, which names each problem. */
export async function readReferenceData(): Promise<ReferenceData> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml') && !others.includes(name)).sort()
  return {
    frameworks: await Promise.all(names.map((name) => read(name, frameworkFile))),
    bankHolidays: await read(holidays, bankHolidayFile),
  }
}

async function read<Shape extends z.ZodType>(name: string, shape: Shape): Promise<z.infer<Shape>> {
  // The failsafe of dates: YAML's core schema leaves 2026-11-24 a string.
  const parsed = shape.safeParse(parse(await readFile(new URL(name, folder), 'utf8'), { schema: 'core' }))
  if (parsed.success) return parsed.data
  throw new Error(`reference-data/${name} is not as it should be:\n${z.prettifyError(parsed.error)}`)
}
