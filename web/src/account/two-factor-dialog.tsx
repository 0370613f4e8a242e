import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isOutOfReach, newBackupCodes, startTwoFactor, stopTwoFactor, verifyCode } from '../session/auth-api.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { QrCode } from '../ui/qr-code.tsx'
import { TextField } from '../ui/text-field.tsx'

export type TwoFactorTask = 'start' | 'stop' | 'codes'
type Step = 'password' | 'scan' | 'codes'

/** Password first, then the app, then the backup codes. Nothing is on before the app has shown a right code. */
export function TwoFactorDialog({ task, onClose }: { task: TwoFactorTask; onClose: () => void }) {
  const { t } = useTranslation('account')
  const [step, setStep] = useState<Step>('password')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [uri, setUri] = useState('')
  const [backupCodes, setBackupCodes] = useState<string[]>([])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  const withPassword = async () => {
    setBusy(true)
    setProblem(undefined)
    const answer =
      task === 'start'
        ? await startTwoFactor(password)
        : task === 'codes'
          ? await newBackupCodes(password)
          : await stopTwoFactor(password)
    setBusy(false)
    if (!answer.ok) return setProblem(isOutOfReach(answer) ? t('signIn.unreachable') : t('twoFactor.passwordWrong'))
    if (task === 'stop') return onClose()
    const data = answer.data as { totpURI?: string; backupCodes: string[] }
    setBackupCodes(data.backupCodes)
    setUri(data.totpURI ?? '')
    setStep(task === 'start' ? 'scan' : 'codes')
  }
  const withCode = async () => {
    setBusy(true)
    setProblem(undefined)
    const answer = await verifyCode(code.replace(/\D/g, ''))
    setBusy(false)
    if (!answer.ok) return setProblem(isOutOfReach(answer) ? t('signIn.unreachable') : t('code.wrong'))
    setStep('codes')
  }
  const title =
    step === 'codes'
      ? t('twoFactor.codesTitle')
      : task === 'start'
        ? t('twoFactor.setupTitle')
        : task === 'stop'
          ? t('twoFactor.stopTitle')
          : t('twoFactor.newCodes')
  const cancel = <Button onPress={onClose}>{t('cancel', { ns: 'words' })}</Button>
  const footer =
    step === 'password' ? (
      <>
        {cancel}
        <Button look="primary" busy={busy && t('twoFactor.working')} onPress={() => void withPassword()}>
          {task === 'stop' ? t('twoFactor.stop') : t('twoFactor.go')}
        </Button>
      </>
    ) : step === 'scan' ? (
      <>
        {cancel}
        <Button look="primary" busy={busy && t('twoFactor.working')} onPress={() => void withCode()}>
          {t('twoFactor.confirmSubmit')}
        </Button>
      </>
    ) : (
      <Button look="primary" onPress={onClose}>
        {t('twoFactor.done')}
      </Button>
    )
  return (
    <Dialog
      open
      wide={step === 'scan'}
      onClose={onClose}
      title={title}
      intro={step === 'codes' ? t('twoFactor.codesIntro') : task === 'stop' ? t('twoFactor.stopText') : undefined}
      footer={footer}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void (step === 'password' ? withPassword() : withCode())
        }}
      >
        {step === 'password' && (
          <TextField
            label={t('twoFactor.passwordFor')}
            hint={t('twoFactor.passwordHint')}
            type="password"
            autoComplete="current-password"
            autoFocus
            value={password}
            onChange={setPassword}
            error={problem}
          />
        )}
        {step === 'scan' && (
          <div className="two-factor-setup">
            <QrCode text={uri} label={t('twoFactor.qr')} />
            <div className="form">
              <p>
                <b>{t('twoFactor.scan')}</b>
              </p>
              <p className="muted">
                {t('twoFactor.orType')} <span className="secret-key">{secretOf(uri)}</span>
              </p>
              <TextField
                label={t('twoFactor.confirm')}
                inputMode="numeric"
                autoComplete="one-time-code"
                autoFocus
                value={code}
                onChange={setCode}
                error={problem}
              />
            </div>
          </div>
        )}
        {step === 'codes' && (
          <>
            <ul className="backup-codes">
              {backupCodes.map((backupCode) => (
                <li key={backupCode}>{backupCode}</li>
              ))}
            </ul>
            <CopyButton text={backupCodes.join('\n')} label={t('twoFactor.copy')} doneLabel={t('twoFactor.copied')} />
          </>
        )}
      </form>
    </Dialog>
  )
}

function secretOf(uri: string): string {
  return /[?&]secret=([^&]+)/.exec(uri)?.[1]?.replace(/(.{4})(?=.)/g, '$1 ') ?? ''
}
