import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CaseStage } from '../generated/graphql.ts'
import { Icon } from './icon.tsx'
import { stepOf, steps } from './stages.ts'
import './stage-bar.css'

/** A stage in a list: its name and nine segments. */
export function StageBar({ stage }: { stage: CaseStage }) {
  const { t } = useTranslation()
  const current = stepOf(stage)
  return (
    <span className="stage-bar">
      {t(`stageName.${stage}`)}
      {current > 0 && (
        <span className="segments" role="img" aria-label={t('stageOf', { number: current, total: steps.length })}>
          {steps.map((_, index) => (
            <i key={index} className={index + 1 < current ? 'done' : index + 1 === current ? 'current' : ''} />
          ))}
        </span>
      )}
    </span>
  )
}

/** The whole way of a case; the current step is half filled. `reached` is the furthest step when the case stands beside the way. */
export function Stepper({ stage, reached = 0 }: { stage: CaseStage; reached?: number }) {
  const { t } = useTranslation()
  const current = stepOf(stage)
  const done = current > 0 ? current - 1 : reached
  return (
    <ol className="stepper desktop-only">
      {steps.map((stages, index) => {
        const number = index + 1
        const isCurrent = number === current
        const name = isCurrent ? stage : stages[0]!
        return (
          <li
            key={name}
            className={number <= done ? 'done' : isCurrent ? 'current' : ''}
            aria-current={isCurrent ? 'step' : undefined}
          >
            <span>
              {number <= done && <Icon of={Check} small />}
              {t(`stageName.${name}`)}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
