import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isOutOfReach, choosePassword } from '../session/auth-api.ts'
import { Button } from '../ui/button.tsx'
import { ErrorSummary, type FormProblem } from '../ui/error-summary.tsx'
import { usePageTitle } from '../ui/page-head.tsx'
import { TextField } from '../ui/text-field.tsx'

const shortest = 12

/** The first password, or another in place of a forgotten one, with the token of a one-time link. */
export function ChoosePasswordForm({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation('account')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<FormProblem>()
  usePageTitle(t('choose.title'))

  const submit = async () => {
    if (password.length < shortest) return setProblem({ fieldId: 'new-password', message: t('password.short') })
    setProblem(undefined)
    setBusy(true)
    const answer = await choosePassword(token, password)
    if (answer.ok) return onDone()
    setBusy(false)
    setProblem(problemFor(answer))
  }
  const problemFor = ({ status, code }: { status: number; code: string | undefined }): FormProblem => {
    if (isOutOfReach({ status })) return { message: t('signIn.unreachable') }
    if (status === 429) return { message: t('signIn.tooMany') }
    if (code === 'PASSWORD_TOO_WEAK') return { fieldId: 'new-password', message: t('choose.weak') }
    return { message: code === 'LINK_NOT_VALID' ? t('choose.notValid') : t('password.failed') }
  }
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
        <h1>{t('choose.title')}</h1>
        <p className="muted">{t('choose.intro')}</p>
      </div>
      <ErrorSummary problems={problem ? [problem] : []} />
      <TextField
        label={t('password.next')}
        hint={t('password.hint')}
        type={shown ? 'text' : 'password'}
        name="new-password"
        autoComplete="new-password"
        big
        autoFocus
        value={password}
        onChange={setPassword}
        error={problem?.fieldId && problem.message}
        inputId="new-password"
        end={
          <Button look="quiet" size="small" onPress={() => setShown(!shown)}>
            {shown ? t('signIn.hide') : t('signIn.show')}
          </Button>
        }
      />
      <Button type="submit" look="primary" size="big" full busy={busy && t('saving', { ns: 'words' })}>
        {t('choose.submit')}
      </Button>
    </form>
  )
}
