import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/states.tsx'
import { SaveButton } from './save-button.tsx'

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
