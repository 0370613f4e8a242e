import { useQuery } from '@apollo/client/react'
import { LogOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { AlertsCard } from '../account/alerts-card.tsx'
import { NameCard } from '../account/name-card.tsx'
import { PasswordCard } from '../account/password-card.tsx'
import { SessionsCard } from '../account/sessions-card.tsx'
import { TwoFactorCard } from '../account/two-factor-card.tsx'
import { graphql } from '../generated/gql.ts'
import { useLeave } from '../session/use-leave.ts'
import { offers, useViewer } from '../shell/viewer.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { CouldNotLoad, SkeletonLines } from '../ui/states.tsx'
import '../account/account.css'
import '../account/texts.ts'

const accountPage = graphql(`
  query AccountPage {
    viewer {
      twoFactorEnabled
      sessions {
        id
        current
        device
        startedAt
      }
    }
  }
`)

/** One's own name, password, code at sign-in and sessions. */
export function AccountPage() {
  const { t } = useTranslation('account')
  const viewer = useViewer()
  const leave = useLeave()
  const { data, error, refetch } = useQuery(accountPage)
  return (
    <main id="main" className="page" tabIndex={-1}>
      <PageHead
        title={t('title')}
        sentence={viewer.email && t('sentence', { email: viewer.email })}
        actions={
          <Button icon={<Icon of={LogOut} small />} onPress={() => void leave()}>
            {t('signOut')}
          </Button>
        }
      />
      <div className="account-columns">
        <div>
          <NameCard />
          <PasswordCard />
          {offers.cases(viewer) && <AlertsCard />}
        </div>
        <div>
          {error && !data ? (
            <CouldNotLoad what={t('title')} onRetry={() => void refetch()} />
          ) : !data ? (
            <SkeletonLines lines={6} label={t('loading')} />
          ) : (
            <>
              <TwoFactorCard on={data.viewer.twoFactorEnabled} onChanged={() => void refetch()} />
              <SessionsCard sessions={data.viewer.sessions} />
            </>
          )}
        </div>
      </div>
      <p className="muted tiny">{t('signOutHint')}</p>
    </main>
  )
}
