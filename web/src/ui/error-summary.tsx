import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from './notice.tsx'

export interface FormProblem {
  /** The id of the field's input; without it the problem belongs to no field. */
  fieldId?: string
  message: string
}

/** On top of a form that was refused: every problem, as a link to its field. Takes the focus when it appears. */
export function ErrorSummary({ problems }: { problems: FormProblem[] }) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problems.length > 0) box.current?.focus()
  }, [problems])
  if (problems.length === 0) return null
  return (
    <div ref={box} tabIndex={-1} className="error-summary">
      <Notice kind="critical" role="alert" title={t('errorSummary', { count: problems.length })}>
        <ul>
          {problems.map((problem) => (
            <li key={problem.message}>
              {problem.fieldId ? (
                <a
                  href={`#${problem.fieldId}`}
                  onClick={(event) => {
                    event.preventDefault()
                    document.getElementById(problem.fieldId!)?.focus()
                  }}
                >
                  {problem.message}
                </a>
              ) : (
                problem.message
              )}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}
