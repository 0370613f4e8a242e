import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { linePoints, type Point } from './dashboard-figures.ts'

export interface Course {
  completionPercentage: number
  overdueItems: number
  change: number | null
  since: number | null
  history: Point[]
}

const target = 90

/** Points won or lost, in words: no reader has to know a sign or a colour. */
export function useChangeInWords(): (change: number | null) => string {
  const { t } = useTranslation('dashboard')
  return (change) => {
    if (change === null) return t('completion.unknown')
    if (change === 0) return t('completion.same')
    return change > 0 ? t('completion.up', { count: change }) : t('completion.down', { count: -change })
  }
}

/** Losing and below the target. */
export function slips({ completionPercentage, since }: Course): boolean {
  return completionPercentage < target && (since ?? 0) < 0
}

/** A percentage, how it got there, and its line against the target; all lines on one axis. */
export function CourseFigure({ name, course }: { name: string; course: Course }) {
  const inWords = useChangeInWords()
  const slipping = slips(course)
  return (
    <>
      <span className="course-name">{name}</span>
      <span>
        <b className={slipping ? 'course-percent slipping' : 'course-percent'}>{course.completionPercentage}%</b>{' '}
        <span className="muted tiny">{inWords(course.since)}</span>
      </span>
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" className="course-line" aria-hidden="true" focusable="false">
        <line x1="0" x2="100" y1={40 - target * 0.4} y2={40 - target * 0.4} className="course-target" />
        <polyline
          points={linePoints(course.history, londonToday())}
          className={slipping ? 'course-path slipping' : 'course-path'}
        />
      </svg>
    </>
  )
}
