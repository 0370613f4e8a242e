import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { saveTable } from '../alerts/save-file.ts'
import { today } from '../format/calendar-day.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import './texts.ts'

/** Gives a card's table to the browser as a file that is named by what it holds and the day. */
export function SaveButton({ name, file, rows }: { name: string; file: string; rows: () => string[][] }) {
  const { t } = useTranslation('dashboard')
  return (
    <Button
      size="small"
      look="quiet"
      icon={<Icon of={Download} small />}
      label={t('saveNamed', { name })}
      onPress={() => saveTable(rows(), `${file}-${today()}.csv`)}
    />
  )
}
