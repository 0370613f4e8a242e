import { useTranslation } from 'react-i18next'
import type { ReactNode } from 'react'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { useChangeInWords, type Course } from './course.tsx'
import { weekDays, weeklyPercents } from './dashboard-figures.ts'
import '../ui/table.css'

export interface CourseRow {
  key: string
  name: string
  /** The name, perhaps as a link. */
  head: ReactNode
  course: Course
  openCases?: number
}

/** What the lines show, as rows of text: for the table and for the file. */
export function useCourseRows(of: 'centre' | 'framework', rows: CourseRow[]): { head: string[]; cells: string[][] } {
  const { t } = useTranslation('dashboard')
  const inWords = useChangeInWords()
  const today = londonToday()
  const counts = of === 'centre'
  return {
    head: [
      t(`completion.${of}`),
      ...(counts ? [t('completion.cases')] : []),
      t('completion.percent'),
      t('completion.week'),
      t('completion.quarter'),
      t('completion.overdue'),
      ...weekDays(today).map((day) => formatDay(day, today)),
    ],
    cells: rows.map(({ name, course, openCases }) => [
      name,
      ...(counts ? [String(openCases ?? 0)] : []),
      openCases === 0 ? t('completion.noCases') : `${course.completionPercentage}%`,
      inWords(course.change),
      inWords(course.since),
      String(course.overdueItems),
      ...weeklyPercents(course.history, today).map((percent) => (percent === undefined ? '' : `${percent}%`)),
    ]),
  }
}

export function CourseTable({
  of,
  rows,
  caption,
  title,
}: {
  of: 'centre' | 'framework'
  rows: CourseRow[]
  caption: string
  title: string
}) {
  const { head, cells } = useCourseRows(of, rows)
  return (
    <div className="table-card" role="group" aria-label={title} tabIndex={0}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((name, index) => (
              <th key={name} scope="col" className={index === 0 ? '' : 'amount'}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={row.key}>
              <th scope="row" className="unbroken">
                {row.head}
              </th>
              {cells[place]!.slice(1).map((cell, index) => (
                <td key={head[index + 1]} className="amount figures unbroken">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
