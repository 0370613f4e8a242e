import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAlertPreferences, useSaveAlertPreferences, type AlertPreferences } from '../alerts/alert-preferences.ts'
import { askForNotifications, notificationPermission } from '../alerts/alert-voice.ts'
import { refusalOf } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { ForceBadge } from '../ui/force-badge.tsx'
import { Notice } from '../ui/notice.tsx'
import { SeverityMark } from '../ui/severity.tsx'
import { CouldNotLoad, SkeletonLines } from '../ui/states.tsx'
import { TextField } from '../ui/text-field.tsx'
import '../alerts/texts.ts'

/** When and how alerts reach the person. What the law asks for, and what is critical, can't be turned off, and it says so. */
export function AlertsCard() {
  const { t } = useTranslation('account')
  const { preferences, failed, refetch } = useAlertPreferences()
  return (
    <Card title={t('alerts.title')}>
      {failed ? (
        <CouldNotLoad what={t('alerts.title')} onRetry={() => void refetch()} />
      ) : preferences ? (
        <AlertsForm saved={preferences} />
      ) : (
        <SkeletonLines lines={6} label={t('loading')} />
      )}
    </Card>
  )
}

function AlertsForm({ saved }: { saved: AlertPreferences }) {
  const { t } = useTranslation('account')
  const [form, setForm] = useState({
    quiet: saved.quietFrom !== null,
    quietFrom: saved.quietFrom ?? '20:00',
    quietTo: saved.quietTo ?? '07:30',
    quietWeekends: saved.quietWeekends,
    digest: saved.digestAt !== null,
    digestAt: saved.digestAt ?? '09:00',
    browserNotifications: saved.browserNotifications && notificationPermission() === 'granted',
    sound: saved.sound,
    muted: saved.kinds.filter(({ muted }) => muted).map(({ code }) => code),
  })
  const [done, setDone] = useState(false)
  const [denied, setDenied] = useState(false)
  const { save, busy, refusal } = useSaveAlertPreferences()
  const change = (changed: Partial<typeof form>) => {
    setDone(false)
    setForm((now) => ({ ...now, ...changed }))
  }
  const notify = async (wanted: boolean) => {
    setDenied(false)
    if (!wanted) return change({ browserNotifications: false })
    const granted = (await askForNotifications()) === 'granted'
    setDenied(!granted)
    change({ browserNotifications: granted })
  }
  const submit = async () => {
    const { quiet, quietFrom, quietTo, digest, digestAt, ...rest } = form
    const kept = await save(saved, {
      ...rest,
      quietFrom: quiet ? quietFrom : null,
      quietTo: quiet ? quietTo : null,
      digestAt: digest ? digestAt : null,
    })
    setDone(Boolean(kept))
  }
  const atField = ['quietFrom', 'quietTo', 'digestAt'].some((field) => refusalOf(refusal, field))
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {refusal && !atField && (
        <Notice kind="refusal" role="alert">
          <p>{refusal.message}</p>
        </Notice>
      )}
      <p className="muted">{t('alerts.always')}</p>
      <Checkbox isSelected={form.quiet} onChange={(quiet) => change({ quiet })} hint={t('alerts.quietHint')}>
        {t('alerts.quiet')}
      </Checkbox>
      {form.quiet && (
        <div className="row wrap time-fields">
          <TextField
            label={t('alerts.from')}
            type="time"
            value={form.quietFrom}
            onChange={(quietFrom) => change({ quietFrom })}
            error={refusalOf(refusal, 'quietFrom')}
          />
          <TextField
            label={t('alerts.to')}
            type="time"
            value={form.quietTo}
            onChange={(quietTo) => change({ quietTo })}
            error={refusalOf(refusal, 'quietTo')}
          />
        </div>
      )}
      <Checkbox isSelected={form.quietWeekends} onChange={(quietWeekends) => change({ quietWeekends })}>
        {t('alerts.weekends')}
      </Checkbox>
      <Checkbox isSelected={form.digest} onChange={(digest) => change({ digest })} hint={t('alerts.digestHint')}>
        {t('alerts.digest')}
      </Checkbox>
      {form.digest && (
        <div className="row wrap time-fields">
          <TextField
            label={t('alerts.digestAt')}
            type="time"
            value={form.digestAt}
            onChange={(digestAt) => change({ digestAt })}
            error={refusalOf(refusal, 'digestAt')}
          />
        </div>
      )}
      {notificationPermission() !== 'unsupported' && (
        <Checkbox
          isSelected={form.browserNotifications}
          onChange={(wanted) => void notify(wanted)}
          hint={t('alerts.notificationsHint')}
        >
          {t('alerts.notifications')}
        </Checkbox>
      )}
      {denied && (
        <Notice role="status">
          <p>{t('voice.denied', { ns: 'alerting' })}</p>
        </Notice>
      )}
      <Checkbox isSelected={form.sound} onChange={(sound) => change({ sound })}>
        {t('alerts.sound')}
      </Checkbox>
      <KindsField kinds={saved.kinds} muted={form.muted} onChange={(muted) => change({ muted })} />
      <p className="row wrap">
        <Button type="submit" busy={busy && t('saving', { ns: 'words' })}>
          {t('alerts.save')}
        </Button>
        <span role="status" className="text-success">
          {done && t('alerts.saved')}
        </span>
      </p>
    </form>
  )
}

type Kind = AlertPreferences['kinds'][number]

function KindsField({
  kinds,
  muted,
  onChange,
}: {
  kinds: Kind[]
  muted: Kind['code'][]
  onChange: (muted: Kind['code'][]) => void
}) {
  const { t } = useTranslation('account')
  const fixed = kinds.filter(({ mayBeMuted }) => !mayBeMuted)
  return (
    <fieldset className="alert-kinds">
      <legend>{t('alerts.kinds')}</legend>
      {kinds
        .filter(({ mayBeMuted }) => mayBeMuted)
        .map(({ code, title }) => (
          <Checkbox
            key={code}
            isSelected={!muted.includes(code)}
            onChange={(on) => onChange(on ? muted.filter((other) => other !== code) : [...muted, code])}
          >
            {title}
          </Checkbox>
        ))}
      <details>
        <summary>{t('alerts.fixed', { count: fixed.length })}</summary>
        <ul>
          {fixed.map(({ code, title, severity, force, whyNot }) => (
            <li key={code}>
              <SeverityMark severity={severity} small /> {title} <ForceBadge force={force} />
              <span className="option-hint">{whyNot}.</span>
            </li>
          ))}
        </ul>
      </details>
    </fieldset>
  )
}
