import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatMoment } from '../format/dates.ts'
import type { ChecklistItem_ItemFragment } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import './texts.ts'

/** What shows that the item was done, and what was withdrawn. */
export function EvidenceList({
  item,
  onWithdraw,
}: {
  item: ChecklistItem_ItemFragment
  onWithdraw?: (evidenceId: string) => void
}) {
  const { t } = useTranslation('compliance')
  const words = { today: t('when.Today', { ns: 'words' }), yesterday: t('when.Yesterday', { ns: 'words' }) }
  const by = (evidence: { recordedBy: { name: string } | null; recordedAt: string }) =>
    t('dialog.evidenceBy', {
      name: evidence.recordedBy?.name ?? t('somebody', { ns: 'words' }),
      when: formatMoment(evidence.recordedAt, londonToday(), words),
    })
  return (
    <section>
      <h3>{t('dialog.evidenceSoFar')}</h3>
      {item.evidence.length === 0 && item.withdrawnEvidence.length === 0 && (
        <p className="muted">{t('dialog.noEvidence')}</p>
      )}
      <ul className="stack">
        {item.evidence.map((evidence) => (
          <li key={evidence.id} className="row top">
            <div className="grow">
              <b>{t(`evidence.${evidence.kind}`)}</b> <span className="muted tiny">{by(evidence)}</span>
              {evidence.note && <p>{evidence.note}</p>}
            </div>
            {onWithdraw && (
              <Button
                look="quiet"
                size="small"
                label={t('dialog.withdrawLabel', {
                  kind: t(`evidence.${evidence.kind}`),
                  when: formatMoment(evidence.recordedAt, londonToday(), words),
                })}
                onPress={() => onWithdraw(evidence.id)}
              >
                {t('dialog.withdraw')}
              </Button>
            )}
          </li>
        ))}
        {item.withdrawnEvidence.map((evidence) => (
          <li key={evidence.id} className="muted">
            <s>
              {t(`evidence.${evidence.kind}`)}: {evidence.note}
            </s>{' '}
            <span className="tiny">
              {by(evidence)}. {t('dialog.withdrawn', { reason: evidence.withdrawnReason })}
            </span>
          </li>
        ))}
      </ul>
      {item.signedOffBy && item.signedOffAt && (
        <p className="tiny muted">
          {t('signed')}:{' '}
          {t('signedBy', { name: item.signedOffBy.name, when: formatMoment(item.signedOffAt, londonToday(), words) })}
        </p>
      )}
    </section>
  )
}
