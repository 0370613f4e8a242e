import { useMutation, useQuery } from '@apollo/client/react'
import { CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatMoment } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { ChainStateQuery } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Notice } from '../ui/notice.tsx'
import { CouldNotLoad, SkeletonLines } from '../ui/states.tsx'

const chainState = graphql(`
  query ChainState {
    auditChain {
      lastSequence
      lastHash
      lastSealedAt
      waiting
      verifiedAt
      verifiedSequence
      problem
      verification {
        state
        checked
        total
      }
    }
  }
`)
const verifyChain = graphql(`
  mutation VerifyChain($whole: Boolean!) {
    verifyChain(whole: $whole) {
      __typename
      ... on ChainVerification {
        state
      }
      ... on Refused {
        code
        message
      }
    }
  }
`)

/** How often a running check is asked how far it is. */
const everyMs = 700

export function ChainCard() {
  const { t } = useTranslation('audit')
  const { t: words } = useTranslation('words')
  const { data, error, refetch, startPolling, stopPolling } = useQuery(chainState, { fetchPolicy: 'cache-and-network' })
  const [verify, { loading: starting }] = useMutation(verifyChain)
  const [problem, setProblem] = useState<string>()
  const chain = data?.auditChain
  const running = chain?.verification?.state === 'RUNNING'
  useEffect(() => {
    if (running) startPolling(everyMs)
    else stopPolling()
  }, [running, startPolling, stopPolling])
  const start = async (whole: boolean) => {
    setProblem(undefined)
    try {
      const answer = (await verify({ variables: { whole } })).data?.verifyChain
      if (answer?.__typename === 'Refused') setProblem(answer.message)
    } catch {
      setProblem(words('couldNot.send'))
    }
    await refetch()
  }
  if (error && !chain) return <CouldNotLoad what={t('chain.what')} onRetry={() => void refetch()} />
  if (!chain) return <SkeletonLines lines={6} label={t('chain.loading')} />
  return (
    <Card title={t('chain.title')}>
      <div className="audit-stack">
        <Verdict chain={chain} />
        {running && chain.verification && (
          <div role="status">
            <p>
              {t('chain.running', {
                checked: count(chain.verification.checked),
                total: count(chain.verification.total),
              })}
            </p>
            <progress
              className="audit-progress"
              aria-label={t('chain.progress')}
              value={chain.verification.checked}
              max={Math.max(1, chain.verification.total)}
            />
          </div>
        )}
        {problem && (
          <Notice kind="refusal" role="alert">
            <p>{problem}</p>
          </Notice>
        )}
        <div className="row wrap">
          <Button
            look="primary"
            isDisabled={running}
            busy={starting && t('chain.starting')}
            onPress={() => void start(true)}
          >
            {t('chain.checkAll')}
          </Button>
          <Button isDisabled={running || starting} onPress={() => void start(false)}>
            {t('chain.checkNew')}
          </Button>
        </div>
        <p className="muted">{t('chain.how')}</p>
        <Head chain={chain} />
      </div>
    </Card>
  )
}

type Chain = NonNullable<ChainStateQuery['auditChain']>

const count = (number: number) => number.toLocaleString('en-GB')

function useMoment() {
  const { t: words } = useTranslation('words')
  return (moment: string) =>
    formatMoment(moment, londonToday(), { today: words('when.today'), yesterday: words('when.yesterday') })
}

/** Said plainly: whole, or what is wrong. */
function Verdict({ chain }: { chain: Chain }) {
  const { t } = useTranslation('audit')
  const when = useMoment()
  const { verifiedAt, verifiedSequence, problem, lastSequence, verification } = chain
  if (verifiedAt === null || verifiedSequence === null)
    return (
      <p className="audit-verdict" role="status">
        {t('chain.never')}
      </p>
    )
  const since = lastSequence - verifiedSequence
  return (
    <>
      {problem === null ? (
        <Notice
          icon={CircleCheck}
          role="status"
          title={t('chain.whole', { count: verifiedSequence.toLocaleString('en-GB') as never, when: when(verifiedAt) })}
        >
          {since > 0 && <p>{t('chain.since', { count: count(since) as never })}</p>}
        </Notice>
      ) : (
        <Notice kind="critical" role="alert" title={t('chain.broken', { when: when(verifiedAt) })}>
          <p>{t('chain.brokenText', { problem })}</p>
        </Notice>
      )}
      {verification?.state === 'STOPPED' && (
        <Notice kind="high">
          <p>{t('chain.stopped')}</p>
        </Notice>
      )}
    </>
  )
}

function Head({ chain }: { chain: Chain }) {
  const { t } = useTranslation('audit')
  const when = useMoment()
  if (!chain.lastHash || !chain.lastSealedAt) return null
  return (
    <dl className="audit-facts">
      <dt>{t('chain.head')}</dt>
      <dd className="figures">
        {t('chain.headValue', { number: count(chain.lastSequence), when: when(chain.lastSealedAt) })}
      </dd>
      <dt>{t('chain.fingerprint')}</dt>
      <dd>
        <span className="audit-fingerprint">{chain.lastHash}</span>
        <p className="muted tiny">{t('chain.noteIt')}</p>
      </dd>
      <dt>{t('chain.waiting')}</dt>
      <dd className="figures">{count(chain.waiting)}</dd>
    </dl>
  )
}
