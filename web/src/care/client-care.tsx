import { useApolloClient, useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatDay, formatRecordedDay } from '../format/dates.ts'
import { formatMoney } from '../format/money.ts'
import { graphql } from '../generated/gql.ts'
import type { ClientCareQuery, ConsentState } from '../generated/graphql.ts'
import { refetchFieldsOf } from '../graph/refetch.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CouldNotLoad, SkeletonLines } from '../ui/states.tsx'
import { Tag, type Tone } from '../ui/tag.tsx'
import { CareDialogs, type CareDoing } from './care-dialogs.tsx'
import './texts.ts'
import './breathing-space.css'

const clientCare = graphql(`
  query ClientCare($id: ID!) {
    case(id: $id) {
      id
      stage
      allowed
      outcomes {
        id
        kind
        achievedOn
        amountPence
      }
      client {
        id
        name
        consents {
          id
          kind
          givenOn
          expiresOn
          withdrawnOn
          state
        }
        authorities {
          id
          scope
          signedOn
          expiresOn
          endedOn
          state
        }
        vulnerabilities {
          id
          driver
          indicator
          supportNeeds
          supportAgreedAt
          reviewOn
          endedAt
          recordedAt
        }
      }
      jointClient {
        id
        name
        consents {
          id
          kind
          givenOn
          expiresOn
          withdrawnOn
          state
        }
        authorities {
          id
          scope
          signedOn
          expiresOn
          endedOn
          state
        }
        vulnerabilities {
          id
          driver
          indicator
          supportNeeds
          supportAgreedAt
          reviewOn
          endedAt
          recordedAt
        }
      }
    }
  }
`)

type Case = NonNullable<ClientCareQuery['case']>
export type Person = NonNullable<Case['client']>

const tones: Record<ConsentState, Tone> = { CURRENT: 'success', EXPIRED: 'high', WITHDRAWN: 'neutral' }

/** Consents, authorities to act, vulnerability and outcomes of a case. Asked for apart: the overview does not wait for it. */
export function ClientCare({ caseId }: { caseId: string }) {
  const { t } = useTranslation('care')
  const client = useApolloClient()
  const [doing, setDoing] = useState<CareDoing>()
  const { data, error, refetch } = useQuery(clientCare, { variables: { id: caseId } })
  const found = data?.case
  if (error && !found) return <CouldNotLoad what={t('care.what')} onRetry={() => void refetch()} />
  if (!found) return <SkeletonLines lines={5} label={t('care.loading')} />
  const people = [found.client, found.jointClient].filter((person) => person != null)
  const reload = () => {
    for (const { id } of people) refetchFieldsOf(client, 'Client', id, ['consents', 'authorities', 'vulnerabilities'])
    refetchFieldsOf(client, 'Case', caseId, ['outcomes'])
  }
  const may = (action: Case['allowed'][number]) => found.allowed.includes(action)
  return (
    <>
      <Vulnerability
        people={people}
        mayRecord={may('RECORD_VULNERABILITY')}
        mayKeep={may('KEEP_VULNERABILITY')}
        onDo={setDoing}
      />
      <Consents people={people} mayChange={may('UPDATE_CLIENT')} onDo={setDoing} />
      <Outcomes of={found} mayRecord={may('RECORD_OUTCOME')} onDo={setDoing} />
      {doing && (
        <CareDialogs
          caseId={caseId}
          people={people}
          doing={doing}
          onDone={reload}
          onClose={() => setDoing(undefined)}
        />
      )}
    </>
  )
}

interface Part {
  people: Person[]
  onDo: (doing: CareDoing) => void
}

function Vulnerability({ people, mayRecord, mayKeep, onDo }: Part & { mayRecord: boolean; mayKeep: boolean }) {
  const { t } = useTranslation('care')
  const today = londonToday()
  const all = people.flatMap(({ name, vulnerabilities }) =>
    vulnerabilities.filter(({ endedAt }) => endedAt === null).map((record) => ({ ...record, name })),
  )
  if (all.length === 0 && !mayRecord) return null
  return (
    <Card title={t('care.vulnerability')}>
      {all.length === 0 && <p className="muted">{t('care.noVulnerability')}</p>}
      <ul className="bs-days">
        {all.map((record) => (
          <li key={record.id}>
            <span className="grow">
              <b>{t(`driver.${record.driver}`)}</b>
              {people.length > 1 && <span className="muted"> {record.name}</span>}
              <span className="sub">{record.indicator}</span>
              {record.supportNeeds && <span className="sub">{t('care.support', { needs: record.supportNeeds })}</span>}
              <span className="sub">
                {record.supportAgreedAt ? t('care.agreed') : <Tag tone="high">{t('care.notAgreed')}</Tag>}{' '}
                {record.reviewOn &&
                  (record.reviewOn <= today ? (
                    <Tag tone="high">{t('care.reviewDue', { day: formatDay(record.reviewOn, today) })}</Tag>
                  ) : (
                    t('care.reviewOn', { day: formatDay(record.reviewOn, today) })
                  ))}
              </span>
              {mayKeep && (
                <span className="row wrap">
                  {(['agree', 'review', 'endVulnerability'] as const).map((what) => (
                    <Button
                      key={what}
                      size="small"
                      look="quiet"
                      onPress={() => onDo({ what, id: record.id, supportNeeds: record.supportNeeds ?? '' })}
                    >
                      {t(`do.${what}`)}
                    </Button>
                  ))}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {mayRecord && (
        <p className="care-add">
          <Button size="small" onPress={() => onDo({ what: 'vulnerability' })}>
            {t('do.vulnerability')}
          </Button>
        </p>
      )}
    </Card>
  )
}

function Consents({ people, mayChange, onDo }: Part & { mayChange: boolean }) {
  const { t } = useTranslation('care')
  const today = londonToday()
  const consents = people.flatMap((person) =>
    latestOfKind(person.consents).map((one) => ({ ...one, name: person.name })),
  )
  const authorities = people.flatMap((person) =>
    person.authorities.slice(0, 1).map((one) => ({ ...one, name: person.name })),
  )
  return (
    <Card title={t('care.consents')}>
      {consents.length + authorities.length === 0 && <p className="muted">{t('care.noConsents')}</p>}
      <ul className="bs-days">
        {authorities.map((one) => (
          <li key={one.id}>
            <span className="grow">
              <b>{t('care.authority')}</b>: {one.scope}
              {people.length > 1 && <span className="muted"> {one.name}</span>}
              <span className="sub">
                {one.endedOn
                  ? t('care.ended', { day: formatRecordedDay(one.endedOn) })
                  : t('care.until', { day: formatRecordedDay(one.expiresOn) })}
              </span>
            </span>
            <Tag tone={tones[one.state]}>{t(`state.${one.state}`)}</Tag>
            {mayChange && one.state === 'CURRENT' && (
              <Button size="small" look="quiet" onPress={() => onDo({ what: 'endAuthority', id: one.id })}>
                {t('do.endAuthority')}
              </Button>
            )}
          </li>
        ))}
        {consents.map((one) => (
          <li key={one.id}>
            <span className="grow">
              {t(`consent.${one.kind}`)}
              {people.length > 1 && <span className="muted"> {one.name}</span>}
              <span className="sub">
                {t('care.given', { day: formatDay(one.givenOn, today) })}
                {one.withdrawnOn
                  ? `, ${t('care.withdrawn', { day: formatDay(one.withdrawnOn, today) })}`
                  : one.expiresOn && `, ${t('care.until', { day: formatRecordedDay(one.expiresOn) })}`}
              </span>
            </span>
            <Tag tone={tones[one.state]}>{t(`state.${one.state}`)}</Tag>
            {mayChange && one.state === 'CURRENT' && (
              <Button
                size="small"
                look="quiet"
                aria-label={t('care.withdrawNamed', { name: t(`consent.${one.kind}`) })}
                onPress={() => onDo({ what: 'withdraw', id: one.id })}
              >
                {t('do.withdraw')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <p className="row wrap care-add">
          <Button size="small" onPress={() => onDo({ what: 'consent' })}>
            {t('do.consent')}
          </Button>
          <Button size="small" onPress={() => onDo({ what: 'authority' })}>
            {t('do.authority')}
          </Button>
        </p>
      )}
    </Card>
  )
}

/** Consents come the newest first; what an older one of the same kind said no longer matters. */
function latestOfKind(consents: Person['consents']): Person['consents'] {
  return consents.filter(({ kind }, index) => consents.findIndex((other) => other.kind === kind) === index)
}

function Outcomes({ of, mayRecord, onDo }: { of: Case; mayRecord: boolean; onDo: Part['onDo'] }) {
  const { t } = useTranslation('care')
  const closing = of.stage === 'CLOSURE_PENDING' || of.stage === 'CLOSED'
  if (of.outcomes.length === 0 && !closing && !mayRecord) return null
  return (
    <Card title={t('care.outcomes')}>
      {of.outcomes.length === 0 && (
        <p className={closing ? 'text-high' : 'muted'}>{t(closing ? 'care.outcomeMissing' : 'care.noOutcomes')}</p>
      )}
      <ul className="bs-days">
        {of.outcomes.map(({ id, kind, achievedOn, amountPence }) => (
          <li key={id}>
            <span className="grow">
              {t(`outcome.${kind}`)}
              <span className="sub">{formatRecordedDay(achievedOn)}</span>
            </span>
            {amountPence !== null && <b className="figures">{formatMoney(amountPence)}</b>}
          </li>
        ))}
      </ul>
      {mayRecord && (
        <p className="care-add">
          <Button size="small" look={closing ? 'primary' : 'plain'} onPress={() => onDo({ what: 'outcome' })}>
            {t('do.outcome')}
          </Button>
        </p>
      )}
    </Card>
  )
}
