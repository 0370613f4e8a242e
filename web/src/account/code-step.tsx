import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isOutOfReach, verifyBackupCode, verifyCode } from '../session/auth-api.ts'
import { Button } from '../ui/button.tsx'
import { ErrorSummary, type FormProblem } from '../ui/error-summary.tsx'
import { usePageTitle } from '../ui/page-head.tsx'
import { TextField } from '../ui/text-field.tsx'

/** The second step: a code from the app, or one of the backup codes. */
export function CodeStep({ onDone, onStartAgain }: { onDone: () => Promise<void>; onStartAgain: () => void }) {
  const { t } = useTranslation('account')
  const [backup, setBackup] = useState(false)
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<FormProblem[]>([])
  const title = backup ? t('code.backupTitle') : t('code.title')
  usePageTitle(title)

  const submit = async () => {
    const typed = backup ? code.trim() : code.replace(/\D/g, '')
    if (backup ? typed === '' : typed.length !== 6)
      return setProblems([{ fieldId: 'code', message: backup ? t('code.backupMissing') : t('code.missing') }])
    setProblems([])
    setBusy(true)
    const answer = await (backup ? verifyBackupCode(typed) : verifyCode(typed))
    if (answer.ok) return onDone()
    setBusy(false)
    if (isOutOfReach(answer)) return setProblems([{ message: t('signIn.unreachable') }])
    if (answer.status === 429) return setProblems([{ message: t('signIn.tooMany') }])
    setProblems([{ fieldId: 'code', message: backup ? t('code.backupWrong') : t('code.wrong') }])
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
        <h1>{title}</h1>
        <p className="muted">{backup ? t('code.backupIntro') : t('code.intro')}</p>
      </div>
      <ErrorSummary problems={problems} />
      <TextField
        key={backup ? 'backup' : 'app'}
        label={backup ? t('code.backupLabel') : t('code.label')}
        autoComplete="one-time-code"
        inputMode={backup ? 'text' : 'numeric'}
        big
        autoFocus
        value={code}
        onChange={setCode}
        error={problems.find((problem) => problem.fieldId)?.message}
        inputId="code"
      />
      <Button type="submit" look="primary" size="big" full busy={busy && t('code.checking')}>
        {t('code.submit')}
      </Button>
      <div className="row wrap between">
        <Button
          look="quiet"
          size="small"
          onPress={() => {
            setBackup(!backup)
            setCode('')
            setProblems([])
          }}
        >
          {backup ? t('code.withApp') : t('code.noPhone')}
        </Button>
        <Button look="quiet" size="small" onPress={onStartAgain}>
          {t('code.startAgain')}
        </Button>
      </div>
    </form>
  )
}
