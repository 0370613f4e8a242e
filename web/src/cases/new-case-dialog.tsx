import { useApolloClient, useQuery } from '@apollo/client/react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBirth } from '../format/dates.ts'
import { today as londonToday } from '../format/calendar-day.ts'
import { graphql } from '../generated/gql.ts'
import type { CaseType, EmergencyKind, Jurisdiction, ReasonForDebt } from '../generated/graphql.ts'
import { refetchRootFields } from '../graph/refetch.ts'
import { refusalOf, useCommand } from '../graph/use-command.ts'
import { dropDraft, readDraft, saveDraft } from '../session/session.ts'
import { offers, useViewer } from '../shell/viewer.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorSummary, type FormProblem } from '../ui/error-summary.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { caseTypes, emergencyKinds, jurisdictions, reasons } from './case-terms.ts'
import { emptyCase, toOpenCaseInput, type CaseDraft } from './case-draft.ts'

const openCase = graphql(`
  mutation OpenCase($input: OpenCaseInput!) {
    openCase(input: $input) {
      __typename
      ... on Case {
        id
        reference
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

const similarClients = graphql(`
  query SimilarClients($centreId: ID!, $name: String!, $dateOfBirth: Date) {
    similarClients(centreId: $centreId, name: $name, dateOfBirth: $dateOfBirth) {
      id
      name
      dateOfBirth
    }
  }
`)

const draftKey = 'new-case'

/** A name is enough to begin. Somebody known already is chosen, not recorded twice. */
export function NewCaseDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('cases')
  const words = useTranslation('words').t
  const viewer = useViewer()
  const navigate = useNavigate()
  const client = useApolloClient()
  const centres = viewer.memberships.map(({ centre }) => centre)
  const [draft, setDraft] = useState<CaseDraft>(() => ({
    ...emptyCase,
    centreId: centres[0]?.id ?? '',
    mine: offers.ownCases(viewer),
    ...readDraft<CaseDraft>(draftKey),
  }))
  const [problems, setProblems] = useState<FormProblem[]>([])
  const { run, busy, refusal } = useCommand(openCase)
  const change = (changed: Partial<CaseDraft>) => setDraft((now) => ({ ...now, ...changed }))
  useEffect(() => saveDraft(draftKey, draft), [draft])

  const submit = async () => {
    const missing: FormProblem[] = draft.known
      ? []
      : [
          ...(draft.givenNames.trim() ? [] : [{ fieldId: 'given-names', message: t('newCase.givenMissing') }]),
          ...(draft.familyName.trim() ? [] : [{ fieldId: 'family-name', message: t('newCase.familyMissing') }]),
        ]
    setProblems(missing)
    if (missing.length > 0) return
    const opened = await run(toOpenCaseInput(draft, viewer.id))
    if (opened?.__typename !== 'Case') return
    dropDraft(draftKey)
    refetchRootFields(client, ['cases'])
    onClose()
    void navigate({ to: '/cases/$caseId', params: { caseId: opened.id } })
  }
  const problemOf = (fieldId: string) => problems.find((problem) => problem.fieldId === fieldId)?.message
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('newCase.title')}
      intro={t('newCase.intro')}
      footnote={t('newCase.draft')}
      footer={
        <>
          <Button onPress={onClose}>{words('close')}</Button>
          <Button look="primary" busy={busy && t('newCase.opening')} onPress={() => void submit()}>
            {t('newCase.submit')}
          </Button>
        </>
      }
    >
      <div className="form">
        <ErrorSummary problems={problems} />
        {refusal && (
          <Notice kind="refusal" role="alert">
            <p>{refusal.message}</p>
          </Notice>
        )}
        {centres.length > 1 && (
          <Select
            label={t('newCase.centre')}
            value={draft.centreId}
            choices={centres.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(centreId) => change({ centreId, known: undefined })}
          />
        )}
        {draft.known ? (
          <p className="row wrap">
            <b className="grow">{t('newCase.isKnown', { name: draft.known.name })}</b>
            <Button size="small" onPress={() => change({ known: undefined })}>
              {t('newCase.notKnown')}
            </Button>
          </p>
        ) : (
          <>
            <div className="field-row">
              <TextField
                label={t('newCase.givenNames')}
                value={draft.givenNames}
                onChange={(givenNames) => change({ givenNames })}
                autoFocus
                autoComplete="off"
                inputId="given-names"
                error={problemOf('given-names') ?? refusalOf(refusal, 'newClient.givenNames')}
              />
              <TextField
                label={t('newCase.familyName')}
                value={draft.familyName}
                onChange={(familyName) => change({ familyName })}
                autoComplete="off"
                inputId="family-name"
                error={problemOf('family-name') ?? refusalOf(refusal, 'newClient.familyName')}
              />
              <DateField
                label={t('newCase.birth')}
                optional
                value={draft.dateOfBirth}
                onChange={(dateOfBirth) => change({ dateOfBirth })}
                latest={londonToday()}
                error={refusalOf(refusal, 'newClient.dateOfBirth')}
              />
            </div>
            <KnownClients draft={draft} onChoose={(known) => change({ known })} />
            <div className="field-row">
              <TextField
                label={t('newCase.phone')}
                optional
                value={draft.phone}
                onChange={(phone) => change({ phone })}
                type="tel"
                autoComplete="off"
                error={refusalOf(refusal, 'newClient.contactPoints')}
              />
              <TextField
                label={t('newCase.instructions')}
                optional
                value={draft.instructions}
                onChange={(instructions) => change({ instructions })}
              />
            </div>
            {draft.phone.trim() !== '' && (
              <Checkbox isSelected={draft.phoneSafe} onChange={(phoneSafe) => change({ phoneSafe })}>
                {t('newCase.phoneSafe')}
              </Checkbox>
            )}
          </>
        )}
        <div className="field-row">
          <Select<CaseType>
            label={t('newCase.type')}
            value={draft.type}
            choices={caseTypes.map((value) => ({ value, label: t(`type.${value}`), hint: t(`typeHint.${value}`) }))}
            onChange={(type) => change({ type })}
          />
          <Select<Jurisdiction>
            label={t('newCase.law')}
            value={draft.jurisdiction}
            choices={jurisdictions.map((value) => ({ value, label: t(`jurisdiction.${value}`) }))}
            onChange={(jurisdiction) => change({ jurisdiction })}
          />
        </div>
        <div className="field-row">
          <Select<ReasonForDebt | 'NOT_SAID'>
            label={t('newCase.reason')}
            value={draft.reason}
            choices={[
              { value: 'NOT_SAID', label: t('newCase.notSaid') },
              ...reasons.map((value) => ({ value, label: t(`reason.${value}`) })),
            ]}
            onChange={(reason) => change({ reason })}
          />
          <TextField
            label={t('newCase.referral')}
            optional
            value={draft.referralSource}
            onChange={(referralSource) => change({ referralSource })}
          />
        </div>
        <Checkbox isSelected={draft.urgent} onChange={(urgent) => change({ urgent })} hint={t('newCase.urgentHint')}>
          {t('newCase.urgent')}
        </Checkbox>
        {draft.urgent && (
          <div className="field-row">
            <Select<EmergencyKind>
              label={t('newCase.emergencyKind')}
              value={draft.emergencyKind}
              choices={emergencyKinds.map((value) => ({ value, label: t(`emergency.${value}`) }))}
              onChange={(emergencyKind) => change({ emergencyKind })}
            />
            <DateField
              label={t('newCase.emergencyDate')}
              optional
              value={draft.emergencyOn}
              onChange={(emergencyOn) => change({ emergencyOn })}
            />
          </div>
        )}
        {offers.ownCases(viewer) && (
          <Checkbox isSelected={draft.mine} onChange={(mine) => change({ mine })}>
            {t('newCase.mine')}
          </Checkbox>
        )}
      </div>
    </Dialog>
  )
}

/** People whose name or birth is like the one typed. */
function KnownClients({
  draft,
  onChoose,
}: {
  draft: CaseDraft
  onChoose: (known: { id: string; name: string }) => void
}) {
  const { t } = useTranslation('cases')
  const name = `${draft.givenNames} ${draft.familyName}`.trim()
  const { data } = useQuery(similarClients, {
    variables: { centreId: draft.centreId, name, dateOfBirth: draft.dateOfBirth ?? null },
    skip: !draft.givenNames.trim() || draft.familyName.trim().length < 2,
    fetchPolicy: 'cache-first',
  })
  const known = data?.similarClients ?? []
  if (known.length === 0) return null
  return (
    <Notice kind="medium" role="status" title={t('newCase.known', { count: known.length })}>
      <p>{t('newCase.knownText')}</p>
      <div className="row wrap">
        {known.slice(0, 4).map((person) => (
          <Button key={person.id} size="small" onPress={() => onChoose(person)}>
            {t('newCase.useKnown', { name: person.name })}
            {person.dateOfBirth && (
              <span className="muted tiny">{t('newCase.bornOn', { day: formatBirth(person.dateOfBirth) })}</span>
            )}
          </Button>
        ))}
      </div>
    </Notice>
  )
}
