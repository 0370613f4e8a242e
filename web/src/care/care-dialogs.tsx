import { useTranslation } from 'react-i18next'
import * as commands from './care-commands.ts'
import { consentKinds, outcomeKinds, vulnerabilityDrivers } from './care-terms.ts'
import type { Person } from './client-care.tsx'
import { CommandDialog, type Field } from './command-dialog.tsx'

export type CareDoing =
  | { what: 'consent' | 'authority' | 'vulnerability' | 'outcome' }
  | { what: 'withdraw' | 'endAuthority'; id: string }
  | { what: 'agree' | 'review' | 'endVulnerability'; id: string; supportNeeds: string }

interface Props {
  caseId: string
  people: Person[]
  doing: CareDoing
  onDone: () => void
  onClose: () => void
}

/** The form for what is being recorded of the client. */
export function CareDialogs({ caseId, people, doing, onDone, onClose }: Props) {
  const { t } = useTranslation('care')
  const about = { caseId }
  const common = { title: t(`form.${doing.what}`), submit: t('record'), about, onDone, onClose }
  const whose: Field[] =
    people.length > 1
      ? [
          {
            name: 'clientId',
            kind: 'choice',
            label: t('field.client'),
            choices: people.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      : []
  switch (doing.what) {
    case 'consent':
      return (
        <CommandDialog
          {...common}
          intro={t('intro.consent')}
          command={commands.recordConsent}
          fields={[
            ...whose,
            {
              name: 'kind',
              kind: 'choice',
              label: t('field.consent'),
              choices: consentKinds.map((value) => ({ value, label: t(`consent.${value}`) })),
            },
            { name: 'givenOn', kind: 'day', label: t('field.givenOn') },
          ]}
        />
      )
    case 'withdraw':
      return (
        <CommandDialog
          {...common}
          command={commands.withdrawConsent}
          about={{ ...about, consentId: doing.id }}
          fields={[{ name: 'withdrawnOn', kind: 'day', label: t('field.withdrawnOn') }]}
        />
      )
    case 'authority':
      return (
        <CommandDialog
          {...common}
          intro={t('intro.authority')}
          command={commands.recordAuthority}
          fields={[
            ...whose,
            { name: 'scope', kind: 'line', label: t('field.scope'), initial: t('field.scopeAll') },
            { name: 'signedOn', kind: 'day', label: t('field.signedOn') },
          ]}
        />
      )
    case 'endAuthority':
      return (
        <CommandDialog
          {...common}
          command={commands.endAuthority}
          about={{ ...about, authorityId: doing.id }}
          fields={[{ name: 'endedOn', kind: 'day', label: t('field.endedOn') }]}
        />
      )
    case 'vulnerability':
      return (
        <CommandDialog
          {...common}
          intro={t('intro.vulnerability')}
          command={commands.recordVulnerability}
          fields={[
            ...whose,
            {
              name: 'driver',
              kind: 'choice',
              label: t('field.driver'),
              choices: vulnerabilityDrivers.map((value) => ({
                value,
                label: t(`driver.${value}`),
                hint: t(`driverHint.${value}`),
              })),
            },
            { name: 'indicator', kind: 'text', label: t('field.indicator') },
            { name: 'supportNeeds', kind: 'text', label: t('field.supportNeeds'), optional: true },
            { name: 'supportAgreed', kind: 'check', label: t('field.supportAgreed') },
            {
              name: 'reviewOn',
              kind: 'day',
              label: t('field.reviewOn'),
              hint: t('field.reviewOnHint'),
              optional: true,
            },
          ]}
        />
      )
    case 'agree':
      return (
        <CommandDialog
          {...common}
          command={commands.agreeSupport}
          about={{ ...about, recordId: doing.id }}
          fields={[{ name: 'supportNeeds', kind: 'text', label: t('field.supportNeeds'), initial: doing.supportNeeds }]}
        />
      )
    case 'review':
      return (
        <CommandDialog
          {...common}
          intro={t('intro.review')}
          command={commands.reviewVulnerability}
          about={{ ...about, recordId: doing.id }}
          fields={[
            {
              name: 'reviewOn',
              kind: 'day',
              label: t('field.reviewOn'),
              hint: t('field.reviewOnHint'),
              optional: true,
            },
          ]}
        />
      )
    case 'endVulnerability':
      return (
        <CommandDialog
          {...common}
          intro={t('intro.endVulnerability')}
          command={commands.endVulnerability}
          about={{ ...about, recordId: doing.id }}
          fields={[]}
        />
      )
    case 'outcome':
      return (
        <CommandDialog
          {...common}
          command={commands.recordOutcome}
          fields={[
            {
              name: 'kind',
              kind: 'choice',
              label: t('field.outcomeKind'),
              choices: outcomeKinds.map((value) => ({ value, label: t(`outcome.${value}`) })),
            },
            { name: 'achievedOn', kind: 'day', label: t('field.achievedOn') },
            {
              name: 'amountPence',
              kind: 'pounds',
              label: t('field.amount'),
              hint: t('field.amountHint'),
              optional: true,
            },
          ]}
        />
      )
  }
}
