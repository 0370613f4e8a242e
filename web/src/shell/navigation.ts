import { Bell, Briefcase, CalendarClock, ChartColumn, ShieldCheck, Users, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { offers, useViewer } from './viewer.tsx'

export interface Destination {
  to: '/today' | '/cases' | '/alerts' | '/centre' | '/people' | '/audit'
  label: string
  icon: LucideIcon
  count?: 'cases' | 'alerts'
}

/** The pages of this viewer, in the order of the rail. */
export function useDestinations(): Destination[] {
  const { t } = useTranslation('shell')
  const viewer = useViewer()
  const all: (Destination | false)[] = [
    offers.cases(viewer) && { to: '/today', label: t('today'), icon: CalendarClock },
    offers.cases(viewer) && { to: '/cases', label: t('cases'), icon: Briefcase, count: 'cases' },
    offers.cases(viewer) && { to: '/alerts', label: t('alerts'), icon: Bell, count: 'alerts' },
    offers.centre(viewer) && { to: '/centre', label: t('centre'), icon: ChartColumn },
    offers.people(viewer) && { to: '/people', label: t('people'), icon: Users },
    offers.auditTrail(viewer) && { to: '/audit', label: t('audit'), icon: ShieldCheck },
  ]
  return all.filter((destination) => destination !== false)
}
