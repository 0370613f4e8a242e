import { useApolloClient, useMutation } from '@apollo/client/react'
import { useNavigate } from '@tanstack/react-router'
import { Monitor } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatMoment } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import { dropAllDrafts, session } from '../session/session.ts'
import { forgetCases } from '../shell/recent-cases.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { Tag } from '../ui/tag.tsx'

const signOutEverywhere = graphql(`
  mutation SignOutEverywhere {
    signOutEverywhere {
      __typename
      ... on SignedOutEverywhere {
        sessionsEnded
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

interface ShownSession {
  id: string
  current: boolean
  device: string | null
  startedAt: string
}

export function SessionsCard({ sessions }: { sessions: ShownSession[] }) {
  const { t } = useTranslation('account')
  const words = { today: t('when.today', { ns: 'words' }), yesterday: t('when.yesterday', { ns: 'words' }) }
  const client = useApolloClient()
  const navigate = useNavigate()
  const [mutate, { loading, data, error }] = useMutation(signOutEverywhere)
  const leave = async () => {
    const answer = await mutate().catch(() => undefined)
    if (answer?.data?.signOutEverywhere.__typename !== 'SignedOutEverywhere') return
    dropAllDrafts()
    forgetCases()
    session.set('signed-out')
    await navigate({ to: '/sign-in', search: { why: 'everywhere' } })
    await client.clearStore()
  }
  const refused =
    data?.signOutEverywhere.__typename === 'Refused'
      ? data.signOutEverywhere.message
      : error && t('couldNot.send', { ns: 'words' })
  return (
    <Card title={t('sessions.title')} flush>
      <ul className="rows with-icon">
        {sessions.map((shown) => (
          <li key={shown.id}>
            <Icon of={Monitor} className="muted" />
            <div>
              {shown.device ?? t('sessions.unknown')}
              <span className="sub">
                {t('sessions.since', { when: formatMoment(shown.startedAt, londonToday(), words) })}
              </span>
            </div>
            {shown.current && <Tag tone="accent">{t('sessions.this')}</Tag>}
          </li>
        ))}
      </ul>
      <p className="card-body row wrap">
        <Button busy={loading && t('sessions.busy')} onPress={() => void leave()}>
          {t('sessions.everywhere')}
        </Button>
        <span className="muted tiny">{t('sessions.hint')}</span>
        {refused && (
          <span role="alert" className="text-critical">
            {refused}
          </span>
        )}
      </p>
    </Card>
  )
}
