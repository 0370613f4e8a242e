import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isOutOfReach, signIn } from '../session/auth-api.ts'
import { Button } from '../ui/button.tsx'
import { ErrorSummary, type FormProblem } from '../ui/error-summary.tsx'
import { usePageTitle } from '../ui/page-head.tsx'
import { TextField } from '../ui/text-field.tsx'

/** The first step of signing in. */
export function PasswordStep({
  onDone,
  onCodeNeeded,
  children,
}: {
  onDone: () => Promise<void>
  onCodeNeeded: () => void
  children?: ReactNode
}) {
  const { t } = useTranslation('account')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<FormProblem[]>([])
  usePageTitle(t('signIn.title'))

  const submit = async () => {
    const missing: FormProblem[] = [
      ...(/.+@.+/.test(email.trim()) ? [] : [{ fieldId: 'sign-in-email', message: t('signIn.emailMissing') }]),
      ...(password === '' ? [{ fieldId: 'sign-in-password', message: t('signIn.passwordMissing') }] : []),
    ]
    setProblems(missing)
    if (missing.length > 0) return
    setBusy(true)
    const answer = await signIn(email.trim(), password)
    if (answer.ok) return answer.data?.twoFactorRedirect ? onCodeNeeded() : onDone()
    setBusy(false)
    setProblems([{ message: messageFor(answer.status) }])
  }
  const messageFor = (status: number) => {
    if (isOutOfReach({ status })) return t('signIn.unreachable')
    if (status === 429) return t('signIn.tooMany')
    return status === 400 || status === 401 || status === 403 ? t('signIn.wrong') : t('signIn.failed')
  }
  const problemOf = (fieldId: string) => problems.find((problem) => problem.fieldId === fieldId)?.message
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div>
        <h1>{t('signIn.title')}</h1>
        <p className="muted">{t('signIn.for')}</p>
      </div>
      {children}
      <ErrorSummary problems={problems} />
      <TextField
        label={t('signIn.email')}
        type="email"
        name="email"
        autoComplete="username"
        big
        autoFocus
        value={email}
        onChange={setEmail}
        error={problemOf('sign-in-email')}
        inputId="sign-in-email"
      />
      <TextField
        label={t('signIn.password')}
        type={shown ? 'text' : 'password'}
        name="password"
        autoComplete="current-password"
        big
        value={password}
        onChange={setPassword}
        error={problemOf('sign-in-password')}
        inputId="sign-in-password"
        end={
          <Button look="quiet" size="small" onPress={() => setShown(!shown)}>
            {shown ? t('signIn.hide') : t('signIn.show')}
          </Button>
        }
      />
      <Button type="submit" look="primary" size="big" full busy={busy && t('signIn.submitting')}>
        {t('signIn.submit')}
      </Button>
      <p className="muted tiny">{t('signIn.forgot')}</p>
    </form>
  )
}
