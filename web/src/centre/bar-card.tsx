import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '../ui/card.tsx'
import { Segmented } from '../ui/segmented.tsx'
import '../ui/table.css'

export interface Bar {
  key: string
  name: string
  percent: number
  overdue: number
  cases?: number
}

const target = 90

/** A bar a row on one axis with the target line, the lowest first; and the same numbers as a table. */
export function BarCard({ title, head, bars }: { title: string; head: string; bars: Bar[] }) {
  const { t } = useTranslation('centre')
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const sorted = bars.toSorted((one, other) => one.percent - other.percent || one.name.localeCompare(other.name))
  return (
    <Card
      title={
        <>
          {title} <span className="muted card-sub">{t('bySub')}</span>
        </>
      }
      flush
      actions={
        <Segmented
          label={t('show')}
          value={view}
          onChange={setView}
          choices={[
            { value: 'chart', label: t('chart') },
            { value: 'table', label: t('table', { ns: 'words' }) },
          ]}
        />
      }
    >
      {view === 'chart' ? <Bars bars={sorted} /> : <BarTable head={head} bars={sorted} title={title} />}
    </Card>
  )
}

function Bars({ bars }: { bars: Bar[] }) {
  const { t } = useTranslation('centre')
  const findings = bars.map((bar) => t('finding', { name: bar.name, percent: bar.percent })).join(', ')
  return (
    <figure className="bars">
      <div role="img" aria-label={t('chartLabel', { findings })}>
        <ul aria-hidden="true">
          {bars.map((bar) => (
            <li key={bar.key}>
              <span className="bar-name">
                {bar.name}
                <span className="sub">
                  {[
                    bar.cases !== undefined && t('casesShort', { count: bar.cases }),
                    bar.overdue > 0 && t('overdueShort', { count: bar.overdue }),
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </span>
              </span>
              <svg viewBox="0 0 100 14" preserveAspectRatio="none" className="bar">
                <rect width="100" height="14" fill="var(--surface-sunk)" />
                <rect
                  width={bar.percent}
                  height="14"
                  fill={bar.percent < target ? 'var(--chart-1)' : 'var(--chart-4)'}
                />
                <line
                  x1={target}
                  x2={target}
                  y1="0"
                  y2="14"
                  stroke="var(--ink)"
                  strokeWidth="1.5"
                  strokeDasharray="3 2"
                  vectorEffect="non-scaling-stroke"
                />
              </svg>
              <b className="amount">{bar.percent}%</b>
            </li>
          ))}
        </ul>
      </div>
      <figcaption className="tiny muted">
        <span className="target-key" aria-hidden="true" /> {t('target')}
      </figcaption>
    </figure>
  )
}

function BarTable({ head, bars, title }: { head: string; bars: Bar[]; title: string }) {
  const { t } = useTranslation('centre')
  const withCases = bars.some((bar) => bar.cases !== undefined)
  return (
    <div className="table-card" tabIndex={0} role="region" aria-label={title}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {withCases && (
              <th scope="col" className="amount">
                {t('cases')}
              </th>
            )}
            <th scope="col" className="amount">
              {t('overdueItems')}
            </th>
            <th scope="col" className="amount">
              {t('percent')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.key}>
              <th scope="row">{bar.name}</th>
              {withCases && <td className="amount">{bar.cases}</td>}
              <td className="amount">{bar.overdue}</td>
              <td className="amount">
                <b>{bar.percent}%</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
