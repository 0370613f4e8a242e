import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changePassword } from '../session/auth-api.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/text-field.tsx'

const shortest = 12

export function PasswordCard() {
  const { t } = useTranslation('account')
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ field: 'current' | 'next'; message: string }>()
  const [done, setDone] = useState(false)
  const submit = async () => {
    setDone(false)
    if (next.length < shortest) return setProblem({ field: 'next', message: t('password.short') })
    setProblem(undefined)
    setBusy(true)
    const answer = await changePassword(current, next)
    setBusy(false)
    if (!answer.ok)
      return setProblem({
        field: 'current',
        message: answer.status === 400 || answer.status === 401 ? t('password.wrong') : t('password.failed'),
      })
    setDone(true)
    setCurrent('')
    setNext('')
  }
  return (
    <Card title={t('password.title')}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <TextField
          label={t('password.current')}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          error={problem?.field === 'current' && problem.message}
        />
        <TextField
          label={t('password.next')}
          hint={t('password.hint')}
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          error={problem?.field === 'next' && problem.message}
        />
        <Button type="submit" busy={busy && t('saving', { ns: 'words' })}>
          {t('password.submit')}
        </Button>
        <p role="status" className="text-success">
          {done && t('password.done')}
        </p>
      </form>
    </Card>
  )
}
