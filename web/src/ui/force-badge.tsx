import { useTranslation } from 'react-i18next'
import type { Force } from '../generated/graphql.ts'
import './force-badge.css'

/** Where a deadline or duty comes from: the heavier the ink, the less room there is. */
export function ForceBadge({ force }: { force: Force }) {
  const { t } = useTranslation()
  return (
    <span className={`force ${force.toLowerCase()}`} title={t(`forceMeaning.${force}`)}>
      {t(`force.${force}`)}
    </span>
  )
}

export function ForceLegend() {
  const { t } = useTranslation()
  const forces: Force[] = ['LAW', 'RULE', 'POLICY']
  return (
    <ul className="force-legend">
      {forces.map((force) => (
        <li key={force}>
          <ForceBadge force={force} />
          <span>{t(`forceMeaning.${force}`)}</span>
        </li>
      ))}
    </ul>
  )
}
