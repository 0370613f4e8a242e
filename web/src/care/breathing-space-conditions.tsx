import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BreathingSpaceFile_OneFragment as One, EligibilityAnswer } from '../generated/graphql.ts'
import { Icon } from '../ui/icon.tsx'

const marks: Record<EligibilityAnswer, [LucideIcon, string]> = {
  PASS: [CircleCheck, 'text-success'],
  FAIL: [CircleX, 'text-critical'],
  UNKNOWN: [CircleHelp, 'text-medium'],
}

/** What has to be so before it can be started, and whether it is. */
export function BreathingSpaceConditions({ one }: { one: One }) {
  const { t } = useTranslation('care')
  const [source] = one.eligibility
  return (
    <section aria-label={t('conditions')}>
      <h3 className="bs-part">{t('conditions')}</h3>
      <ul className="bs-days">
        {one.eligibility.map(({ code, text, answer, reason }) => (
          <li key={code}>
            <Icon of={marks[answer][0]} className={marks[answer][1]} />
            <span className="grow">
              {text}
              {reason && <span className="sub">{reason}</span>}
            </span>
            <b>{t(`answer.${answer}`)}</b>
          </li>
        ))}
        {one.kind === 'MENTAL_HEALTH_CRISIS' && (
          <li>
            <Icon
              of={one.crisisEvidenceHeld ? CircleCheck : CircleX}
              className={one.crisisEvidenceHeld ? 'text-success' : 'text-critical'}
            />
            <span className="grow">{t('evidence')}</span>
            <b>{t(one.crisisEvidenceHeld ? 'held' : 'notHeld')}</b>
          </li>
        )}
      </ul>
      {source && (
        <p className="muted tiny">
          <a href={source.sourceUrl} target="_blank" rel="noreferrer">
            {source.ruleReference}
          </a>{' '}
          {!source.verified && t('notVerified')}
        </p>
      )}
    </section>
  )
}
