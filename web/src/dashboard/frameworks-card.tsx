import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '../ui/card.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { CourseTable, useCourseRows, type CourseRow } from './course-table.tsx'
import { CourseFigure, useChangeInWords, type Course } from './course.tsx'
import { SaveButton } from './save-button.tsx'

export interface FrameworkCourse extends Course {
  framework: { id: string; code: string; name: string }
}

/** One centre over 13 weeks: all of it, and each framework, the lowest first. */
export function FrameworksCard({ whole, frameworks }: { whole: Course; frameworks: FrameworkCourse[] }) {
  const { t } = useTranslation('dashboard')
  const inWords = useChangeInWords()
  const [shape, setShape] = useState<'chart' | 'table'>('chart')
  const lowest = frameworks.toSorted((one, other) => one.completionPercentage - other.completionPercentage)
  const rows: CourseRow[] = [
    { key: 'all', name: t('centre.whole'), head: t('centre.whole'), course: whole },
    ...lowest.map((course) => ({
      key: course.framework.id,
      name: course.framework.name,
      head: course.framework.name,
      course,
    })),
  ]
  const table = useCourseRows('framework', rows)
  const findings = rows
    .map(({ name, course }) => `${name} ${course.completionPercentage}%, ${inWords(course.since)}`)
    .join('; ')
  const caption = t('centre.finding', { findings })
  return (
    <Card
      title={
        <>
          {t('centre.byFramework')} <span className="muted card-sub">{t('centre.byFrameworkSub')}</span>
        </>
      }
      flush
      actions={
        <div className="row wrap">
          <SaveButton
            name={t('centre.byFramework')}
            file="completion-by-framework"
            rows={() => [table.head, ...table.cells]}
          />
          <Segmented
            label={t('show')}
            value={shape}
            choices={[
              { value: 'chart', label: t('chart') },
              { value: 'table', label: t('table') },
            ]}
            onChange={setShape}
          />
        </div>
      }
    >
      {lowest.length === 0 ? (
        <p className="card-body muted">{t('centre.noCases')}</p>
      ) : shape === 'chart' ? (
        <ul className="courses" aria-label={caption}>
          {rows.map(({ key, name, course }) => (
            <li key={key} className="course">
              <CourseFigure name={name} course={course} />
            </li>
          ))}
        </ul>
      ) : (
        <CourseTable of="framework" rows={rows} caption={caption} title={t('centre.byFramework')} />
      )}
    </Card>
  )
}
