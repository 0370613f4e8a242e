import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChoosePasswordForm } from '../account/choose-password-form.tsx'
import { SignInPicture } from '../account/sign-in-picture.tsx'
import { Mark } from '../ui/mark.tsx'
import '../account/sign-in.css'
import '../account/texts.ts'

/** Where the one-time link leads that a manager handed out. Its token stands after `#`, which no server ever sees. */
export function SetPasswordPage() {
  const { t } = useTranslation('account')
  const [token] = useState(() => window.location.hash.slice(1))
  const [done, setDone] = useState(false)
  const finish = () => {
    setDone(true)
    // The link is used up: it need not stay in the address and the history of a computer that others use too.
    window.history.replaceState(null, '', window.location.pathname)
  }
  return (
    <main className="sign-in">
      <div className="sign-in-form">
        <p className="sign-in-mark">
          <Mark /> {t('casework', { ns: 'words' })}
        </p>
        {done ? (
          <div className="form">
            <h1>{t('choose.doneTitle')}</h1>
            <p role="status">{t('choose.done')}</p>
            <p>
              <Link to="/sign-in">{t('choose.toSignIn')}</Link>
            </p>
          </div>
        ) : (
          <ChoosePasswordForm token={token} onDone={finish} />
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
