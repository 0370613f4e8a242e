import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import './page-head.css'

/** A page's name and the one sentence that says what needs the reader now. */
export function PageHead({
  title,
  documentTitle = title,
  sentence,
  actions,
}: {
  title: string
  /** In the browser's tab, where that is not the heading. */
  documentTitle?: string
  sentence?: ReactNode
  actions?: ReactNode
}) {
  usePageTitle(documentTitle)
  return (
    <div className="page-head">
      <div className="grow">
        <h1>{title}</h1>
        {sentence !== undefined && <p>{sentence}</p>}
      </div>
      {actions}
    </div>
  )
}

export function usePageTitle(title: string): void {
  const { t } = useTranslation('shell')
  useEffect(() => {
    document.title = t('titles.page', { page: title })
  }, [title, t])
}
