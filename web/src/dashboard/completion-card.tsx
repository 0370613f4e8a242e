import { Link } from '@tanstack/react-router'
import { Building2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { CouldNotLoad, EmptyState } from '../ui/states.tsx'
import { CourseTable, useCourseRows, type CourseRow } from './course-table.tsx'
import { CourseFigure, useChangeInWords, type Course } from './course.tsx'
import { SaveButton } from './save-button.tsx'

export interface CentreCourse extends Course {
  centre: { id: string; name: string } | null
  openCases: number
}

const shownAtFirst = 12

/** Every centre's line over 13 weeks, the lowest first; each leads to its own. */
export function CompletionCard({ centres, onRetry }: { centres: CentreCourse[]; onRetry: () => void }) {
  const { t } = useTranslation('dashboard')
  const inWords = useChangeInWords()
  const [shape, setShape] = useState<'chart' | 'table'>('chart')
  const [all, setAll] = useState(false)
  const rows = centres.flatMap(({ centre, openCases, ...course }): CourseRow[] =>
    centre === null
      ? []
      : [
          {
            key: centre.id,
            name: centre.name,
            head: (
              <Link to="/dashboard" search={{ centre: centre.id }} className="main">
                {centre.name}
              </Link>
            ),
            course,
            openCases,
          },
        ],
  )
  const table = useCourseRows('centre', rows)
  const shown = all ? rows : rows.slice(0, shownAtFirst)
  const findings = shown
    .map(({ name, course }) => `${name} ${course.completionPercentage}%, ${inWords(course.since)}`)
    .join('; ')
  const caption = t('completion.finding', { findings })
  return (
    <Card
      title={
        <>
          {t('completion.title')}{' '}
          <span className="muted card-sub">
            {rows.length > shown.length ? t('completion.lowest', { count: shownAtFirst }) : t('completion.allShown')}
          </span>
        </>
      }
      flush
      actions={
        <div className="row wrap">
          <span className="muted tiny row">
            <span className="target-key" aria-hidden="true" /> {t('completion.target')}
          </span>
          <SaveButton
            name={t('completion.title')}
            file="completion-by-centre"
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
      {rows.length === 0 && centres.length > 0 ? (
        <div className="card-body">
          <CouldNotLoad what={t('completion.names')} onRetry={onRetry} />
        </div>
      ) : rows.every(({ openCases }) => openCases === 0) ? (
        <EmptyState icon={Building2} title={t('completion.none')} />
      ) : shape === 'chart' ? (
        <ul className="courses" aria-label={caption}>
          {shown.map(({ key, name, course, openCases }) => (
            <li key={key}>
              <Link to="/dashboard" search={{ centre: key }} className="course">
                {openCases === 0 ? (
                  <>
                    <span className="course-name">{name}</span>
                    <span className="muted">{t('completion.noCases')}</span>
                  </>
                ) : (
                  <CourseFigure name={name} course={course} />
                )}
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <CourseTable of="centre" rows={shown} caption={caption} title={t('completion.title')} />
      )}
      {rows.length > shownAtFirst && (
        <div className="card-body">
          <Button size="small" onPress={() => setAll(!all)}>
            {all ? t('completion.showFewer', { count: shownAtFirst }) : t('completion.showAll', { count: rows.length })}
          </Button>
        </div>
      )}
    </Card>
  )
}
