import { useTranslation } from 'react-i18next'

/** "Mohammed Iqbal and Saima Iqbal" for a joint case. */
export function useClientName(): (found: {
  client: { name: string } | null
  jointClient?: { name: string } | null
}) => string {
  const { t } = useTranslation('cases')
  return ({ client, jointClient }) => {
    if (!client) return t('noClient')
    return jointClient ? t('and', { first: client.name, second: jointClient.name }) : client.name
  }
}
