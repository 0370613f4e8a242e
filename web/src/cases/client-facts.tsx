import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { Lock, TriangleAlert } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ageOn, today as londonToday } from '../format/calendar-day.ts'
import { formatBirth } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { ClientFacts_CaseFragment } from '../generated/graphql.ts'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { languageName } from './language-name.ts'

export const clientFacts = graphql(`
  fragment ClientFacts_case on Case {
    id
    reasonForDebt
    client {
      id
      name
      dateOfBirth
      preferredLanguage
      interpreterNeeded
      accessibilityNeeds
      accessibilityNote
      hasSensitiveDetails
      addresses {
        id
        lines
        town
        postcode
        tenure
        withheld
        to
      }
      contactPoints {
        id
        kind
        value
        safe
        preferred
        instructions
      }
      household {
        id
        relation
        dateOfBirth
        dependant
        to
      }
    }
  }
`)

type Client = NonNullable<ClientFacts_CaseFragment['client']>

/** Who the client is and how to reach them without putting them at risk. */
export function ClientFacts({ of }: { of: FragmentType<ClientFacts_CaseFragment> }) {
  const { t } = useTranslation('cases')
  const { data: found, complete } = useFragment({ fragment: clientFacts, fragmentName: 'ClientFacts_case', from: of })
  if (!complete || !found.client) return null
  const { client } = found
  const today = londonToday()
  const address = client.addresses.find(({ to }) => to === null)
  const facts: [string, ReactNode][] = [
    [
      t('overview.born'),
      client.dateOfBirth
        ? t('overview.bornAge', { day: formatBirth(client.dateOfBirth), age: ageOn(client.dateOfBirth, today) })
        : undefined,
    ],
    [t('overview.lives'), address && <AddressLines address={address} />],
    [t('overview.home'), address?.tenure && t(`tenure.${address.tenure}`)],
    [t('overview.household'), <Household key="household" members={client.household.filter(({ to }) => to === null)} />],
    [t('overview.reach'), client.contactPoints.length > 0 && <Contacts key="contacts" points={client.contactPoints} />],
    [t('overview.reason'), found.reasonForDebt && t(`reason.${found.reasonForDebt}`)],
    [
      t('overview.language'),
      `${languageName(client.preferredLanguage)}${client.interpreterNeeded ? `, ${t('overview.interpreterNeeded')}` : ''}`,
    ],
    [t('overview.needs'), <Needs key="needs" client={client} />],
  ]
  return (
    <Card title={client.name.split(' ')[0]}>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value || <span className="muted">{t('overview.notRecorded')}</span>}</dd>
          </Fragment>
        ))}
      </dl>
    </Card>
  )
}

function AddressLines({ address }: { address: Client['addresses'][number] }) {
  const { t } = useTranslation('cases')
  if (address.withheld)
    return (
      <span className="row top text-high">
        <Icon of={TriangleAlert} small className="line-icon" />
        {t('overview.withheldAddress')}
      </span>
    )
  return (
    <>
      {[...address.lines, address.town].filter(Boolean).join(', ')} <span className="unbroken">{address.postcode}</span>
    </>
  )
}

function Household({ members }: { members: Client['household'] }) {
  const { t } = useTranslation('cases')
  const today = londonToday()
  if (members.length === 0) return <>{t('overview.alone')}</>
  const list = members.map((member) =>
    member.dateOfBirth
      ? t('overview.person', { relation: t(`relation.${member.relation}`), age: ageOn(member.dateOfBirth, today) })
      : t(`relation.${member.relation}`),
  )
  return <>{list.join('; ')}</>
}

function Contacts({ points }: { points: Client['contactPoints'] }) {
  const { t } = useTranslation('cases')
  const sorted = points.toSorted(
    (one, other) => Number(other.safe) - Number(one.safe) || Number(other.preferred) - Number(one.preferred),
  )
  return (
    <ul className="stack">
      {!points.some(({ safe }) => safe) && <li>{t('overview.noSafe')}</li>}
      {sorted.map((point) => (
        <li key={point.id}>
          {point.safe ? (
            <span className="figures">
              <Breakable text={point.value} />
            </span>
          ) : (
            <span className="text-high">
              <s className="figures">
                <Breakable text={point.value} />
              </s>{' '}
              {t('overview.unsafe')}
            </span>
          )}
          {point.instructions && <span className="sub">{point.instructions}</span>}
        </li>
      ))}
    </ul>
  )
}

/** An e-mail address may break before its @, nowhere else. */
function Breakable({ text }: { text: string }) {
  const [name, domain] = text.split('@')
  return domain === undefined ? (
    text
  ) : (
    <>
      {name}
      <wbr />@{domain}
    </>
  )
}

function Needs({ client }: { client: Client }) {
  const { t } = useTranslation('cases')
  const needs = client.accessibilityNeeds.map((need) => t(`need.${need}`)).join(', ')
  if (!needs && !client.accessibilityNote && !client.hasSensitiveDetails)
    return <span className="muted">{t('overview.notRecorded')}</span>
  return (
    <>
      {needs}
      {client.accessibilityNote && <span className="sub">{client.accessibilityNote}</span>}
      {client.hasSensitiveDetails && (
        <span className="sub row">
          <Icon of={Lock} small />
          {t('overview.sensitive')}
        </span>
      )}
    </>
  )
}
