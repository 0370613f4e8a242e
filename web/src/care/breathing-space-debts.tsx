import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import type { BreathingSpaceFile_OneFragment as One } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import { Tag } from '../ui/tag.tsx'
import type { Doing } from './breathing-space-dialogs.tsx'

interface Props {
  one: One
  mayWork: boolean
  onDo: (doing: Doing) => void
}

/** The debts in it, each with its own days, and what creditors asked for. */
export function BreathingSpaceDebts({ one, mayWork, onDo }: Props) {
  const { t } = useTranslation('care')
  const today = londonToday()
  const standing = one.debts.filter(({ removedOn }) => removedOn === null)
  const open = one.status === 'DRAFT' || one.status === 'ACTIVE'
  return (
    <section aria-label={t('debts')}>
      <h3 className="bs-part">{t('debts')}</h3>
      {standing.length === 0 && <p className="muted">{t('noDebts')}</p>}
      <ul className="bs-days">
        {standing.map((debt) => (
          <li key={debt.id}>
            <span className="grow">
              <b>{debt.creditor}</b>
              {debt.startsOn && debt.requestBy && debt.courtBy && (
                <span className="sub">
                  {t('debtDays', {
                    start: formatDay(debt.startsOn, today),
                    request: formatDay(debt.requestBy, today),
                    court: formatDay(debt.courtBy, today),
                  })}
                </span>
              )}
            </span>
            {mayWork && open && (
              <span className="row wrap">
                {one.status === 'ACTIVE' && (
                  <Button
                    size="small"
                    aria-label={t('requestFor', { creditor: debt.creditor })}
                    onPress={() => onDo({ what: 'request', debtId: debt.id, creditor: debt.creditor })}
                  >
                    {t('do.request')}
                  </Button>
                )}
                <Button
                  size="small"
                  look="quiet"
                  aria-label={t('removeNamed', { creditor: debt.creditor })}
                  onPress={() => onDo({ what: 'removeDebt', debtId: debt.id, creditor: debt.creditor })}
                >
                  {t('do.removeDebt')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {one.creditorReviews.length > 0 && (
        <>
          <h3 className="bs-part">{t('requests')}</h3>
          <ul className="bs-days">
            {one.creditorReviews.map((review) => (
              <li key={review.id}>
                <span className="grow">
                  <b>{review.debt.creditor}</b>: {t(`reviewReason.${review.reason}`)}
                  <span className="sub">
                    {t('requestedOn', { day: formatDay(review.requestedOn, today) })}
                    {'. '}
                    {review.decidedOn && review.outcome
                      ? t('decidedOn', {
                          day: formatDay(review.decidedOn, today),
                          outcome: t(`reviewOutcome.${review.outcome}`),
                        })
                      : t('decideBy', { day: formatDay(review.decideBy, today) })}
                  </span>
                </span>
                {review.late && <Tag tone="critical">{t('late')}</Tag>}
                {mayWork && !review.decidedOn && (one.status === 'ACTIVE' || one.status === 'EXPIRED') && (
                  <Button
                    size="small"
                    look="primary"
                    onPress={() => onDo({ what: 'decide', reviewId: review.id, creditor: review.debt.creditor })}
                  >
                    {t('do.decide')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
