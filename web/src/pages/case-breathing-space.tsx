import { useApolloClient, useQuery } from '@apollo/client/react'
import { getRouteApi } from '@tanstack/react-router'
import { PauseCircle } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { draftBreathingSpace } from '../care/breathing-space-commands.ts'
import { BreathingSpaceFile } from '../care/breathing-space-file.tsx'
import { CommandDialog } from '../care/command-dialog.tsx'
import { graphql } from '../generated/gql.ts'
import { refetchFieldsOf } from '../graph/refetch.ts'
import { Button } from '../ui/button.tsx'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import '../care/texts.ts'

const caseBreathingSpace = graphql(`
  query CaseBreathingSpace($id: ID!) {
    case(id: $id) {
      id
      allowed
      client {
        id
        name
      }
      jointClient {
        id
        name
      }
      breathingSpaces {
        id
        status
        ...BreathingSpaceFile_one
      }
    }
  }
`)

const route = getRouteApi('/shell/cases/$caseId/breathing-space')

export function CaseBreathingSpacePage() {
  const { t } = useTranslation('care')
  const { caseId } = route.useParams()
  const client = useApolloClient()
  const [drafting, setDrafting] = useState(false)
  const { data, error, refetch } = useQuery(caseBreathingSpace, { variables: { id: caseId } })
  const found = data?.case
  if (error && !found) return <CouldNotLoad what={t('what')} onRetry={() => void refetch()} />
  if (!found) return <SkeletonLines lines={8} label={t('loading')} />
  const mayWork = found.allowed.includes('BREATHING_SPACE')
  const standing = found.breathingSpaces.some(({ status }) => status === 'DRAFT' || status === 'ACTIVE')
  const people = [found.client, found.jointClient].filter((person) => person != null)
  const prepare = mayWork && !standing && (
    <Button look="primary" onPress={() => setDrafting(true)}>
      {t('do.draft')}
    </Button>
  )
  return (
    <>
      {found.breathingSpaces.length === 0 ? (
        <section className="card">
          <EmptyState icon={PauseCircle} title={t('none')} actions={prepare}>
            {t('noneText')}
          </EmptyState>
        </section>
      ) : (
        <>
          {found.breathingSpaces.map((one) => (
            <BreathingSpaceFile key={one.id} of={one} mayWork={mayWork} />
          ))}
          {prepare && <p className="bs-actions">{prepare}</p>}
        </>
      )}
      {drafting && (
        <CommandDialog
          title={t('do.draft')}
          intro={t('intro.draft')}
          submit={t('do.draft')}
          command={draftBreathingSpace}
          about={{ caseId }}
          fields={[
            ...(people.length > 1
              ? [
                  {
                    name: 'clientId',
                    kind: 'choice',
                    label: t('field.client'),
                    choices: people.map(({ id, name }) => ({ value: id, label: name })),
                  } as const,
                ]
              : []),
            {
              name: 'kind',
              kind: 'choice',
              label: t('field.kind'),
              choices: (['STANDARD', 'MENTAL_HEALTH_CRISIS'] as const).map((value) => ({
                value,
                label: t(`kind.${value}`),
                hint: t(`kindHint.${value}`),
              })),
            },
          ]}
          onDone={() => refetchFieldsOf(client, 'Case', caseId, ['breathingSpaces'])}
          onClose={() => setDrafting(false)}
        />
      )}
    </>
  )
}
