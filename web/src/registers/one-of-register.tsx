import { FileQuestion } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CouldNotLoad, EmptyState, SkeletonLines } from '../ui/states.tsx'
import './texts.ts'

/** What a page of one thing shows while it has none: it comes, it failed, or it is not there for the reader. */
export function OneOfRegister({
  name,
  asked,
  failed,
  onRetry,
}: {
  name: string
  asked: boolean
  failed: boolean
  onRetry: () => void
}) {
  const { t } = useTranslation('registers')
  const text = (key: string) => t(`list.${name}.${key}` as never) as string
  return (
    <main id="main" className="page" tabIndex={-1}>
      {failed && !asked ? (
        <>
          <h1>{text('title')}</h1>
          <CouldNotLoad what={text('what')} onRetry={onRetry} />
        </>
      ) : !asked ? (
        <SkeletonLines lines={8} label={text('loading')} />
      ) : (
        <section className="card">
          <EmptyState icon={FileQuestion} title={t('notFound')} heading="h1">
            {t('notFoundText')}
          </EmptyState>
        </section>
      )}
    </main>
  )
}
