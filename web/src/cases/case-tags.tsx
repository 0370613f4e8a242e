import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Accessibility, Languages, OctagonAlert, Phone, Scale } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { CaseTags_CaseFragment } from '../generated/graphql.ts'
import { Tag } from '../ui/tag.tsx'

export const caseTags = graphql(`
  fragment CaseTags_case on Case {
    id
    jurisdiction
    emergencies {
      id
      kind
      occursOn
      clearedAt
    }
    client {
      id
      interpreterNeeded
      accessibilityNeeds
      contactPoints {
        id
        safe
        preferred
        instructions
      }
    }
    jointClient {
      id
    }
  }
`)

/** What to know of a client before anything is done: what can't wait, how to reach them, what they need. `most` beside a name, then `+2`. */
export function CaseTags({
  of,
  most = 3,
  withContact,
}: {
  of: FragmentType<CaseTags_CaseFragment>
  most?: number
  withContact?: boolean
}) {
  const { t } = useTranslation('cases')
  const { data: found, complete } = useFragment({ fragment: caseTags, fragmentName: 'CaseTags_case', from: of })
  if (!complete) return null
  const law = found.jurisdiction === 'ENGLAND_WALES' ? undefined : t(`jurisdictionTag.${found.jurisdiction}`)
  const preferred = found.client?.contactPoints.find((point) => point.safe && point.preferred && point.instructions)
  const tags = [
    ...found.emergencies
      .filter(({ clearedAt }) => clearedAt === null)
      .map(({ id, kind }) => (
        <Tag key={id} tone="critical" icon={OctagonAlert}>
          {t(`emergency.${kind}`)}
        </Tag>
      )),
    ...(withContact && preferred?.instructions
      ? [
          <Tag key="contact" icon={Phone}>
            {preferred.instructions}
          </Tag>,
        ]
      : []),
    ...(found.client?.interpreterNeeded
      ? [
          <Tag key="interpreter" icon={Languages}>
            {t('interpreter')}
          </Tag>,
        ]
      : []),
    ...(found.jointClient ? [<Tag key="joint">{t('joint')}</Tag>] : []),
    ...(law
      ? [
          <Tag key="law" icon={Scale}>
            {law}
          </Tag>,
        ]
      : []),
    ...(found.client?.accessibilityNeeds.map((need) => (
      <Tag key={need} icon={Accessibility}>
        {t(`need.${need}`)}
      </Tag>
    )) ?? []),
  ]
  const hidden = tags.length - most
  return (
    <span className="case-tags">
      {tags.slice(0, most)}
      {hidden > 0 && <span className="muted tiny">{t('more', { count: hidden, ns: 'words' })}</span>}
    </span>
  )
}
