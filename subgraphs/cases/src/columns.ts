import { dateColumn } from '@cma/runtime'

/** For a nullable day column; undefined stays, so that an update leaves the column as it is. */
export function dayColumn<Day extends string | null | undefined>(
  day: Day,
): Date | (Day extends string ? never : Exclude<Day, string>) {
  return (typeof day === 'string' ? dateColumn(day) : day) as ReturnType<typeof dayColumn<Day>>
}

/** Only what was given: fields left out are not for an update to touch. */
export function given<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof given<Fields>
  >
}
