import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import program from './verify-program.ts'

/** What somebody else needs to test an export: the same as docs/verify-an-export.md. */
export function GuideDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('audit')
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('guide.title')}
      intro={t('guide.intro')}
      footer={<Button onPress={onClose}>{t('guide.close')}</Button>}
    >
      <div className="audit-guide">
        <ul>
          <li>{t('guide.line')}</li>
          <li>{t('guide.hash')}</li>
          <li>{t('guide.whole')}</li>
        </ul>
        <p>{t('guide.run')}</p>
        <pre tabIndex={0} aria-label="verify.mjs" role="region">
          <code>{program}</code>
        </pre>
      </div>
    </Dialog>
  )
}
