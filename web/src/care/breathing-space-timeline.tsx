import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import type { BreathingSpaceFile_OneFragment as One } from '../generated/graphql.ts'
import { CountdownWords } from '../ui/deadline.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import './breathing-space.css'

/** The days drawn to scale, and the same in words: what the law allows or asks on which day. */
export function BreathingSpaceTimeline({ one }: { one: One }) {
  const { t } = useTranslation('care')
  const today = londonToday()
  const length = one.milestones.at(-1)?.day ?? 0
  const share = (day: number) => `${Math.min(100, Math.max(0, (day / length) * 100))}%`
  const from = one.milestones.find(({ code }) => code === 'MIDWAY_REVIEW_FROM')
  const by = one.milestones.find(({ code }) => code === 'MIDWAY_REVIEW_BY')
  const marks = [...new Set(one.milestones.map(({ day }) => day))]
  return (
    <>
      <div className="bs-line" aria-hidden="true">
        <div className="bs-track">
          {one.dayNumber !== null && <div className="bs-passed" style={{ width: share(one.dayNumber) }} />}
          {from && by && (
            <div
              className="bs-window"
              style={{ left: share(from.day - 1), width: `${((by.day - from.day + 1) / length) * 100}%` }}
            />
          )}
          {marks.map((day) => (
            <span key={day} className="bs-mark" style={{ left: share(day) }}>
              <i>{day}</i>
            </span>
          ))}
          {one.dayNumber !== null && one.dayNumber <= length && (
            <span className="bs-now" style={{ left: share(one.dayNumber - 0.5) }} />
          )}
        </div>
      </div>
      <ol className="bs-days" aria-label={t('timeline.label')}>
        {one.milestones.map((each) => (
          <li key={each.code} className={each.on < today ? 'past' : undefined}>
            <span className="bs-day figures">{t('timeline.day', { number: each.day })}</span>
            <span className="grow">
              {each.text}
              <span className="sub row wrap">
                <ForceBadge force={each.force} />
                <a href={each.sourceUrl} target="_blank" rel="noreferrer">
                  {each.ruleReference}
                </a>
                {!each.verified && <span>{t('notVerified')}</span>}
              </span>
            </span>
            <span className="bs-when">
              <b className="unbroken">{formatDay(each.on, today)}</b>
              {one.status === 'ACTIVE' && each.on >= today && (
                <span className="sub">
                  <CountdownWords day={each.on} plain />
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}
