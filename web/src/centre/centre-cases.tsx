import type { FragmentType } from '@apollo/client/masking'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CaseCard, CaseRow } from '../cases/case-row.tsx'
import type { CaseRow_CaseFragment } from '../generated/graphql.ts'
import { Card } from '../ui/card.tsx'
import '../cases/case-list.css'
import '../ui/table.css'

/** The open cases that need somebody first. */
export function CentreCases({
  cases,
  centreId,
}: {
  cases: (FragmentType<CaseRow_CaseFragment> & { id: string })[]
  centreId: string
}) {
  const { t } = useTranslation('centre')
  const column = useTranslation('cases').t
  const [chosen, setChosen] = useState(-1)
  return (
    <Card
      title={t('casesWorst')}
      actions={
        <Link to="/cases" search={{ view: 'centre', centre: centreId }}>
          {t('seeCases')}
        </Link>
      }
      flush
      className="centre-cases"
    >
      <div className="table-card has-cards">
        <table className="table two-line case-table">
          <thead>
            <tr>
              {(['client', 'stage', 'compliance', 'deadline', 'last'] as const).map((name) => (
                <th key={name} scope="col">
                  {column(`column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cases.map((found, index) => (
              <CaseRow key={found.id} of={found} chosen={index === chosen} onChoose={() => setChosen(index)} />
            ))}
          </tbody>
        </table>
      </div>
      <ul className="card-list">
        {cases.map((found) => (
          <CaseCard key={found.id} of={found} />
        ))}
      </ul>
    </Card>
  )
}
