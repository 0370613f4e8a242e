import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Accessibility, Languages, Phone, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../generated/gql.ts'
import type { KeepInMind_CaseFragment } from '../generated/graphql.ts'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { languageName } from '../cases/language-name.ts'

export const keepInMind = graphql(`
  fragment KeepInMind_case on Case {
    id
    client {
      id
      preferredLanguage
      interpreterNeeded
      accessibilityNeeds
      accessibilityNote
      contactPoints {
        id
        kind
        value
        safe
        preferred
        instructions
      }
    }
  }
`)

/** How to speak with this client without doing harm; beside the box in which the conversation is written. */
export function KeepInMind({ of }: { of: FragmentType<KeepInMind_CaseFragment> }) {
  const { t } = useTranslation('notes')
  const { data: found, complete } = useFragment({ fragment: keepInMind, fragmentName: 'KeepInMind_case', from: of })
  if (!complete || !found.client) return null
  const { client } = found
  const language = languageName(client.preferredLanguage)
  const lines: [string, LucideIcon, ReactNode][] = [
    ...client.contactPoints
      .filter(({ safe }) => !safe)
      .map((point): [string, LucideIcon, ReactNode] => [
        point.id,
        TriangleAlert,
        t('keep.unsafe', { kind: t(`contact.${point.kind}`, { ns: 'cases' }).toLowerCase() }),
      ]),
    ...client.contactPoints
      .filter(({ safe, instructions }) => safe && instructions)
      .map((point): [string, LucideIcon, ReactNode] => [point.id, Phone, point.instructions]),
    ...(client.interpreterNeeded
      ? [['language', Languages, t('keep.interpreter', { language })] as [string, LucideIcon, ReactNode]]
      : client.preferredLanguage.startsWith('en')
        ? []
        : [['language', Languages, t('keep.language', { language })] as [string, LucideIcon, ReactNode]]),
    ...client.accessibilityNeeds.map((need): [string, LucideIcon, ReactNode] => [
      need,
      Accessibility,
      t(`need.${need}`, { ns: 'cases' }),
    ]),
    ...(client.accessibilityNote
      ? [['note', Accessibility, client.accessibilityNote] as [string, LucideIcon, ReactNode]]
      : []),
  ]
  return (
    <Card title={t('keep.title')}>
      {lines.length === 0 && <p className="muted">{t('keep.none')}</p>}
      <ul className="stack">
        {lines.map(([key, icon, words]) => (
          <li key={key} className="row top">
            <Icon of={icon} small className={icon === TriangleAlert ? 'text-high line-icon' : 'muted line-icon'} />
            <span>{words}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
