import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '../ui/card.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { EmptyState } from '../ui/states.tsx'
import '../ui/table.css'
import { CourseFigure, useChangeInWords, type Course } from './course.tsx'
import { SaveButton } from './save-button.tsx'

export interface FrameworkCourse extends Course {
  framework: { id: string; code: string; name: string }
}

/** One centre's frameworks over 13 weeks. */
export function FrameworksCard({ frameworks }: { frameworks: FrameworkCourse[] }) {
  const { t } = useTranslation('dashboard')
  const inWords = useChangeInWords()
  const [shape, setShape] = useState<'chart' | 'table'>('chart')
  const head = ['framework', 'percent', 'week', 'quarter', 'overdue'] as const
  const lowest = frameworks.toSorted((one, other) => one.completionPercentage - other.completionPercentage)
  const rowOf = (one: FrameworkCourse) => [
    one.framework.name,
    `${one.completionPercentage}%`,
    inWords(one.change),
    inWords(one.since),
    String(one.overdueItems),
  ]
  const findings = lowest
    .map((one) => `${one.framework.name} ${one.completionPercentage}%, ${inWords(one.since)}`)
    .join('; ')
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
            rows={() => [head.map((name) => t(`completion.${name}`)), ...lowest.map(rowOf)]}
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
        <p className="card-body muted">{t('completion.none')}</p>
      ) : shape === 'chart' ? (
        <ul className="courses" aria-label={t('centre.finding', { findings })}>
          {lowest.map((one) => (
            <li key={one.framework.id} className="course">
              <CourseFigure name={one.framework.name} course={one} />
            </li>
          ))}
        </ul>
      ) : (
        <div className="table-card" role="group" aria-label={t('centre.byFramework')} tabIndex={0}>
          <table className="table">
            <caption className="visually-hidden">{t('centre.byFramework')}</caption>
            <thead>
              <tr>
                {head.map((name) => (
                  <th key={name} scope="col" className={name === 'framework' ? '' : 'amount'}>
                    {t(`completion.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lowest.map((one) => (
                <tr key={one.framework.id}>
                  <th scope="row">{one.framework.name}</th>
                  {rowOf(one)
                    .slice(1)
                    .map((cell, index) => (
                      <td key={head[index + 1]} className="amount figures">
                        {cell}
                      </td>
                    ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

export interface LateItem {
  item: { id: string; code: string; text: string; ruleReference: string }
  lateCases: number
  lateAWeekAgo: number
}

/** Why a centre slips: the items that are late in most of its cases. */
export function WhyCard({ items, centreId }: { items: LateItem[]; centreId: string }) {
  const { t } = useTranslation('dashboard')
  const against = ({ lateCases, lateAWeekAgo }: LateItem) => {
    const more = lateCases - lateAWeekAgo
    if (more === 0) return t('centre.sameAsWeek')
    return more > 0 ? t('centre.moreThanWeek', { count: more }) : t('centre.fewerThanWeek', { count: -more })
  }
  const most = Math.max(1, ...items.map(({ lateCases }) => lateCases))
  return (
    <Card
      title={
        <>
          {t('centre.why')} <span className="muted card-sub">{t('centre.whySub')}</span>
        </>
      }
      flush
      actions={
        <div className="row wrap">
          {items.length > 0 && (
            <SaveButton
              name={t('centre.why')}
              file="late-items"
              rows={() => [
                (['item', 'rule', 'late', 'before'] as const).map((name) => t(`centre.${name}`)),
                ...items.map(({ item, lateCases, lateAWeekAgo }) => [
                  `${item.code} ${item.text}`,
                  item.ruleReference,
                  String(lateCases),
                  String(lateAWeekAgo),
                ]),
              ]}
            />
          )}
          <Link to="/centre" search={{ centre: centreId }}>
            {t('centre.seeCentre')}
          </Link>
        </div>
      }
    >
      {items.length === 0 ? (
        <EmptyState icon={CircleCheck} title={t('centre.whyNone')} />
      ) : (
        <ol className="late-items">
          {items.map((one) => (
            <li key={one.item.id}>
              <span className="late-text">
                {one.item.text} <span className="muted tiny unbroken">{one.item.code}</span>
              </span>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" className="bar" aria-hidden="true" focusable="false">
                <rect width="100" height="10" fill="var(--surface-sunk)" />
                <rect width={(one.lateCases / most) * 100} height="10" fill="var(--chart-2)" />
              </svg>
              <span className="tiny">
                <b>{t('centre.lateCases', { count: one.lateCases })}</b>, {against(one)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
