import {
  Bell,
  Briefcase,
  CalendarClock,
  ChartColumn,
  DatabaseZap,
  FileCheck,
  Gauge,
  MessageSquareWarning,
  ShieldCheck,
  Users,
  type LucideIcon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { offers, useViewer } from './viewer.tsx'

type RegisterAddress = '/registers/complaints' | '/registers/data-protection' | '/registers/file-reviews'

export interface Destination {
  to: '/today' | '/cases' | '/alerts' | '/dashboard' | '/centre' | '/people' | '/audit' | RegisterAddress
  label: string
  icon: LucideIcon
  count?: 'cases' | 'alerts'
  /** Stands with others under a heading of this name. */
  group?: string
}

/** The pages of this viewer, in the order of the rail. */
export function useDestinations(): Destination[] {
  const { t } = useTranslation('shell')
  const viewer = useViewer()
  const group = t('compliance')
  const all: (Destination | false)[] = [
    offers.cases(viewer) && { to: '/today', label: t('today'), icon: CalendarClock },
    offers.cases(viewer) && { to: '/cases', label: t('cases'), icon: Briefcase, count: 'cases' },
    offers.cases(viewer) && { to: '/alerts', label: t('alerts'), icon: Bell, count: 'alerts' },
    offers.centre(viewer) && { to: '/dashboard', label: t('dashboard'), icon: Gauge },
    offers.centre(viewer) && { to: '/centre', label: t('centre'), icon: ChartColumn },
    offers.people(viewer) && { to: '/people', label: t('people'), icon: Users },
    offers.registers(viewer) && {
      to: '/registers/complaints',
      label: t('complaints'),
      icon: MessageSquareWarning,
      group,
    },
    offers.registers(viewer) && {
      to: '/registers/data-protection',
      label: t('dataProtection'),
      icon: DatabaseZap,
      group,
    },
    offers.fileReviews(viewer) && { to: '/registers/file-reviews', label: t('fileReviews'), icon: FileCheck, group },
    offers.auditTrail(viewer) && { to: '/audit', label: t('audit'), icon: ShieldCheck, group },
  ]
  return all.filter((destination) => destination !== false)
}
