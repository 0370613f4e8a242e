import { useFragment } from '@apollo/client/react'
import type { FragmentType } from '@apollo/client/masking'
import { OctagonAlert, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { today as londonToday } from '../format/calendar-day.ts'
import { formatDay } from '../format/dates.ts'
import { graphql } from '../generated/gql.ts'
import type { Emergencies_CaseFragment } from '../generated/graphql.ts'
import { useCommand } from '../graph/use-command.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CountdownWords } from '../ui/deadline.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'

const EmergencyDialog = lazy(() =>
  import('./emergency-dialog.tsx').then((module) => ({ default: module.EmergencyDialog })),
)

export const emergenciesFragment = graphql(`
  fragment Emergencies_case on Case {
    id
    allowed
    emergencies {
      id
      kind
      occursOn
      note
      recordedAt
      clearedAt
    }
  }
`)

const clearEmergency = graphql(`
  mutation ClearEmergency($input: ClearEmergencyInput!) {
    clearEmergency(input: $input) {
      __typename
      ... on Case {
        id
        nextAction {
          kind
          dueOn
          summary
        }
        ...Emergencies_case
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

/** What can't wait stands first on the page, and goes away when it has been dealt with. */
export function Emergencies({ of }: { of: FragmentType<Emergencies_CaseFragment> }) {
  const { t } = useTranslation('cases')
  const [adding, setAdding] = useState(false)
  const { data: found, complete } = useFragment({
    fragment: emergenciesFragment,
    fragmentName: 'Emergencies_case',
    from: of,
  })
  const clear = useCommand(clearEmergency)
  if (!complete) return null
  const open = found.emergencies.filter(({ clearedAt }) => clearedAt === null)
  const mayChange = found.allowed.includes('UPDATE')
  const add = mayChange && (
    <Button
      size="small"
      look={open.length > 0 ? 'plain' : 'quiet'}
      icon={<Icon of={Plus} small />}
      onPress={() => setAdding(true)}
    >
      {t('overview.addEmergency')}
    </Button>
  )
  return (
    <>
      {open.length > 0 ? (
        <Card title={t('overview.emergencies')} actions={add} flush>
          {clear.refusal && (
            <Notice kind="refusal" role="alert">
              <p>{clear.refusal.message}</p>
            </Notice>
          )}
          <ul className="rows with-icon">
            {open.map((emergency) => (
              <li key={emergency.id}>
                <Icon of={OctagonAlert} className="text-critical" />
                <div>
                  <b>{t(`emergency.${emergency.kind}`)}</b>{' '}
                  {emergency.occursOn && (
                    <span>
                      {formatDay(emergency.occursOn, londonToday())},{' '}
                      <CountdownWords day={emergency.occursOn} urgency="critical" />
                    </span>
                  )}
                  {emergency.note && <p className="muted">{emergency.note}</p>}
                </div>
                {mayChange && (
                  <Button size="small" onPress={() => void clear.run({ caseId: found.id, emergencyId: emergency.id })}>
                    {t('overview.emergencyDone')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Card>
      ) : (
        add && <p className="add-emergency">{add}</p>
      )}
      <Suspense>{adding && <EmergencyDialog caseId={found.id} onClose={() => setAdding(false)} />}</Suspense>
    </>
  )
}
