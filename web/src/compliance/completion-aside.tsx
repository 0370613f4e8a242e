import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatMoment } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { CompletionAside_CaseFragment } from '../generated/graphql.ts'
import { Card } from '../ui/card.tsx'
import { ForceLegend } from '../ui/force-badge.tsx'
import { Ring } from '../ui/ring.tsx'
import { Tag } from '../ui/tag.tsx'
import './texts.ts'

export const completionAside = graphql(`
  fragment CompletionAside_case on Case {
    id
    compliance {
      completionPercentage
      status
    }
    checklists {
      id
      name
      doneWeight
      applicableWeight
      items {
        id
        code
        text
        state
        done
        signOff
        evidence {
          id
          recordedBy {
            id
            name
          }
        }
        signedOffBy {
          id
          name
        }
        signedOffAt
      }
    }
  }
`)

/** The ring, what makes it up, and what waits for a second person. */
export function CompletionAside({
  of,
  viewerId,
}: {
  of: FragmentType<CompletionAside_CaseFragment>
  viewerId: string
}) {
  const { t } = useTranslation('compliance')
  const { data: found, complete } = useFragment({
    fragment: completionAside,
    fragmentName: 'CompletionAside_case',
    from: of,
  })
  if (!complete || !found.compliance) return null
  const lists = found.checklists ?? []
  const { completionPercentage: percent } = found.compliance
  const parts = lists.map((list) => ({ name: list.name, done: list.doneWeight, total: list.applicableWeight }))
  const items = lists.flatMap((list) => list.items)
  const notApplying = items.filter((item) => item.state === 'NOT_APPLICABLE').length
  return (
    <>
      <Card title={t('complete')}>
        <Ring
          percent={percent}
          parts={parts}
          caption={t('byWeight')}
          label={`${t('ring', { percent })}: ${parts.map((part) => `${part.name} ${t('done', { done: part.done, total: part.total })}`).join(', ')}`}
        />
        <dl className="weights">
          {parts.map((part) => (
            <div key={part.name}>
              <dt>{part.name}</dt>
              <dd className="amount">{t('done', { done: part.done, total: part.total })}</dd>
            </div>
          ))}
        </dl>
        <p className="muted tiny weights-note">
          {t('counted')} {notApplying > 0 && t('notApplicable', { count: notApplying })}
        </p>
      </Card>
      <SecondPerson items={items} viewerId={viewerId} />
      <Card title={t('where')}>
        <ForceLegend />
      </Card>
    </>
  )
}

type Item = NonNullable<CompletionAside_CaseFragment['checklists']>[number]['items'][number]

function SecondPerson({ items, viewerId }: { items: Item[]; viewerId: string }) {
  const { t } = useTranslation('compliance')
  const words = { today: t('when.Today', { ns: 'words' }), yesterday: t('when.Yesterday', { ns: 'words' }) }
  const waiting = items.filter((item) => item.signOff !== 'SELF' && item.state === 'EVIDENCED')
  const signed = items.filter((item) => item.signOff !== 'SELF' && item.state === 'SIGNED_OFF')
  const own = waiting.some((item) => item.evidence.some((evidence) => evidence.recordedBy?.id === viewerId))
  return (
    <Card title={t('secondPerson')} flush>
      {waiting.length + signed.length === 0 && <p className="card-body muted">{t('secondNone')}</p>}
      <ul className="rows">
        {waiting.map((item) => (
          <li key={item.id}>
            <div>
              <b className="figures">{item.code}</b> {item.text}
              <span className="sub">
                {t('recordedBy', { name: item.evidence[0]?.recordedBy?.name ?? t('somebody', { ns: 'words' }) })}
              </span>
            </div>
            <Tag>{t('waiting')}</Tag>
          </li>
        ))}
        {signed.map((item) => (
          <li key={item.id}>
            <div>
              <b className="figures">{item.code}</b> {item.text}
              {item.signedOffAt && (
                <span className="sub">
                  {t('signedBy', {
                    name: item.signedOffBy?.name ?? t('somebody', { ns: 'words' }),
                    when: formatMoment(item.signedOffAt, londonToday(), words),
                  })}
                </span>
              )}
            </div>
            <Tag tone="success" icon={Check}>
              {t('signed')}
            </Tag>
          </li>
        ))}
      </ul>
      {own && <p className="card-body muted tiny">{t('ownEvidence')}</p>}
    </Card>
  )
}
