import { useQuery } from '@apollo/client/react'
import { useTranslation } from 'react-i18next'
import '../care/texts.ts'
import { addDays, today as londonToday } from '../format/calendar-day.ts'
import { graphql } from '../generated/gql.ts'
import { Card } from '../ui/card.tsx'
import { CouldNotLoad, SkeletonLines } from '../ui/states.tsx'
import '../ui/table.css'
import { SaveButton } from './save-button.tsx'

const outcomesByDriver = graphql(`
  query OutcomesByDriver($centreId: ID!, $from: Date!, $to: Date!) {
    outcomesByVulnerabilityDriver(centreId: $centreId, from: $from, to: $to) {
      driver
      cases
      outcomes {
        kind
        cases
      }
    }
  }
`)

/** How closed cases ended, by what makes clients vulnerable: a table, since small numbers are left out and shares would hide that. */
export function OutcomesCard({ centreId }: { centreId: string }) {
  const { t } = useTranslation('dashboard')
  const care = useTranslation('care').t
  const to = londonToday()
  const { data, error, refetch } = useQuery(outcomesByDriver, { variables: { centreId, from: addDays(to, -365), to } })
  const drivers = data?.outcomesByVulnerabilityDriver
  const nameOf = (driver: string | null) =>
    driver === null ? t('outcomes.nobody') : care(`driver.${driver}` as 'driver.HEALTH')
  const figure = (count: number | null) => (count === null ? t('outcomes.few') : String(count))
  const kinds = [...new Set(drivers?.flatMap(({ outcomes }) => outcomes.map(({ kind }) => kind)) ?? [])]
  const head = () => [
    t('outcomes.driver'),
    t('outcomes.cases'),
    ...kinds.map((kind) => care(`outcome.${kind}` as 'outcome.DEBT_WRITTEN_OFF')),
  ]
  type Driver = NonNullable<typeof drivers>[number]
  const cellsOf = (one: Driver) => [
    figure(one.cases),
    ...kinds.map((kind) => {
      const found = one.outcomes.find((outcome) => outcome.kind === kind)
      return found === undefined ? '0' : figure(found.cases)
    }),
  ]
  return (
    <Card
      title={
        <>
          {t('outcomes.title')} <span className="muted card-sub">{t('outcomes.sub')}</span>
        </>
      }
      flush
      actions={
        drivers &&
        drivers.length > 0 && (
          <SaveButton
            name={t('outcomes.title')}
            file="outcomes-by-driver"
            rows={() => [head(), ...drivers.map((one) => [nameOf(one.driver), ...cellsOf(one)])]}
          />
        )
      }
    >
      {error && !drivers ? (
        <div className="card-body">
          <CouldNotLoad what={t('outcomes.what')} onRetry={() => void refetch()} />
        </div>
      ) : !data ? (
        <div className="card-body">
          <SkeletonLines lines={4} label={t('outcomes.loading')} />
        </div>
      ) : !drivers ? (
        <p className="card-body muted">{t('outcomes.hidden')}</p>
      ) : drivers.length === 0 ? (
        <p className="card-body muted">{t('outcomes.none')}</p>
      ) : (
        <>
          <div className="table-card" role="group" aria-label={t('outcomes.title')} tabIndex={0}>
            <table className="table">
              <caption className="visually-hidden">
                {t('outcomes.finding', {
                  findings: drivers.map((one) => `${nameOf(one.driver)} ${figure(one.cases)}`).join(', '),
                })}
              </caption>
              <thead>
                <tr>
                  {head().map((name, index) => (
                    <th key={name} scope="col" className={index === 0 ? '' : 'amount'}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {drivers.map((one) => (
                  <tr key={one.driver ?? 'none'}>
                    <th scope="row">{nameOf(one.driver)}</th>
                    {cellsOf(one).map((cell, index) => (
                      <td key={kinds[index - 1] ?? 'cases'} className="amount figures">
                        {cell}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="muted tiny card-body">{t('outcomes.fewWhy')}</p>
        </>
      )}
    </Card>
  )
}
