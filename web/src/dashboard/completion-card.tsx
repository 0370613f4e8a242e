import { Link } from '@tanstack/react-router'
import { Building2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { EmptyState } from '../ui/states.tsx'
import '../ui/table.css'
import { CourseFigure, useChangeInWords, type Course } from './course.tsx'
import { SaveButton } from './save-button.tsx'

export interface CentreCourse extends Course {
  centre: { id: string; name: string } | null
  openCases: number
}

const shownAtFirst = 12

/** Every centre's line over 13 weeks, the lowest first; each leads to its own. */
export function CompletionCard({ centres }: { centres: CentreCourse[] }) {
  const { t } = useTranslation('dashboard')
  const inWords = useChangeInWords()
  const [shape, setShape] = useState<'chart' | 'table'>('chart')
  const [all, setAll] = useState(false)
  const named = centres.filter((one) => one.centre !== null)
  const shown = all ? named : named.slice(0, shownAtFirst)
  const nameOf = ({ centre }: CentreCourse) => centre?.name ?? ''
  const head = ['centre', 'cases', 'percent', 'week', 'quarter', 'overdue'] as const
  const rowOf = (one: CentreCourse) => [
    nameOf(one),
    String(one.openCases),
    `${one.completionPercentage}%`,
    inWords(one.change),
    inWords(one.since),
    String(one.overdueItems),
  ]
  const findings = shown.map((one) => `${nameOf(one)} ${one.completionPercentage}%, ${inWords(one.since)}`).join('; ')
  return (
    <Card
      title={
        <>
          {t('completion.title')}{' '}
          <span className="muted card-sub">
            {named.length > shownAtFirst && !all
              ? t('completion.lowest', { count: shownAtFirst })
              : t('completion.allShown')}
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
            rows={() => [head.map((name) => t(`completion.${name}`)), ...named.map(rowOf)]}
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
      {named.every(({ openCases }) => openCases === 0) ? (
        <EmptyState icon={Building2} title={t('completion.none')} />
      ) : shape === 'chart' ? (
        <ul className="courses" aria-label={t('completion.finding', { findings })}>
          {shown.map((one) => (
            <li key={one.centre?.id}>
              <Link to="/dashboard" search={{ centre: one.centre!.id }} className="course">
                <CourseFigure name={nameOf(one)} course={one} />
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <div className="table-card" role="group" aria-label={t('completion.title')} tabIndex={0}>
          <table className="table">
            <caption className="visually-hidden">{t('completion.title')}</caption>
            <thead>
              <tr>
                {head.map((name) => (
                  <th key={name} scope="col" className={name === 'centre' ? '' : 'amount'}>
                    {t(`completion.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <tr key={one.centre?.id}>
                  <th scope="row">
                    <Link to="/dashboard" search={{ centre: one.centre!.id }} className="main">
                      {nameOf(one)}
                    </Link>
                  </th>
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
      {named.length > shownAtFirst && (
        <div className="card-body">
          <Button size="small" onPress={() => setAll(!all)}>
            {all
              ? t('completion.showFewer', { count: shownAtFirst })
              : t('completion.showAll', { count: named.length })}
          </Button>
        </div>
      )}
    </Card>
  )
}
