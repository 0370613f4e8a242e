import { useNavigate, useSearch } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApolloClient } from '@apollo/client/react'
import { hasDrafts, session } from '../session/session.ts'
import { CodeStep } from '../account/code-step.tsx'
import { PasswordStep } from '../account/password-step.tsx'
import { SignInPicture } from '../account/sign-in-picture.tsx'
import { Mark } from '../ui/mark.tsx'
import { Notice } from '../ui/notice.tsx'
import '../account/sign-in.css'
import '../account/texts.ts'

/** E-mail and password, then a code where one is set up. Says what is safe when a session ended. */
export function SignInPage() {
  const { t } = useTranslation('account')
  const { from, why } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const client = useApolloClient()
  const [step, setStep] = useState<'password' | 'code'>('password')

  const enter = async () => {
    session.set('unknown')
    // Whatever an earlier person of this tab had loaded is not the next one's to see.
    await client.clearStore()
    await navigate({ href: from ?? '/today', replace: true })
  }
  return (
    <main className="sign-in">
      <div className="sign-in-form">
        <p className="sign-in-mark">
          <Mark /> {t('casework', { ns: 'words' })}
        </p>
        {step === 'password' ? (
          <PasswordStep onDone={enter} onCodeNeeded={() => setStep('code')}>
            {why && (
              <Notice role="status" icon={Lock}>
                <p>
                  {why === 'everywhere'
                    ? t('signIn.everywhere')
                    : hasDrafts()
                      ? t('signIn.ended')
                      : t('signIn.endedPlain')}
                </p>
              </Notice>
            )}
          </PasswordStep>
        ) : (
          <CodeStep onDone={enter} onStartAgain={() => setStep('password')} />
        )}
      </div>
      <aside className="sign-in-aside" aria-label={t('signIn.about')}>
        <SignInPicture />
        <div className="sign-in-claim">
          <p className="claim">{t('signIn.claim')}</p>
          <p className="claim-text">{t('signIn.claimText')}</p>
        </div>
      </aside>
    </main>
  )
}
