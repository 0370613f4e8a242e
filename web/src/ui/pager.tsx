import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

interface PagerProps {
  /** How many rows lie before this page. */
  before: number
  shown: number
  total: number
  onEarlier?: (() => void) | undefined
  onLater?: (() => void) | undefined
}

/** Lists that are worked through have pages, not an endless scroll. */
export function Pager({ before, shown, total, onEarlier, onLater }: PagerProps) {
  const { t } = useTranslation()
  return (
    <nav className="row pager" aria-label={t('page.label')}>
      <span className="muted tiny figures" role="status">
        {total === 0 ? t('page.none') : t('page.range', { from: before + 1, to: before + shown, total })}
      </span>
      {(onEarlier ?? onLater) && (
        <>
          <Button
            size="small"
            isDisabled={!onEarlier}
            icon={<Icon of={ChevronLeft} small />}
            onPress={() => onEarlier?.()}
          >
            {t('page.earlier')}
          </Button>
          <Button size="small" isDisabled={!onLater} onPress={() => onLater?.()}>
            {t('page.later')}
            <Icon of={ChevronRight} small />
          </Button>
        </>
      )}
    </nav>
  )
}
