import {
  BadgePoundSterling,
  ClipboardCheck,
  CornerUpRight,
  GraduationCap,
  HeartHandshake,
  Lightbulb,
  Mail,
  MessageSquare,
  Phone,
  Settings,
  ShieldAlert,
  Users,
  type LucideIcon,
} from 'lucide-react'
import type { NoteCategory } from '../generated/graphql.ts'

export const categoryIcons: Record<NoteCategory, LucideIcon> = {
  ADVICE: Lightbulb,
  APPOINTMENT: Users,
  PHONE_CALL: Phone,
  CREDITOR_CONTACT: Mail,
  CLIENT_CONTACT: MessageSquare,
  VULNERABILITY: HeartHandshake,
  SAFEGUARDING: ShieldAlert,
  COMPLIANCE: ClipboardCheck,
  FINANCIAL: BadgePoundSterling,
  REFERRAL: CornerUpRight,
  SUPERVISION: GraduationCap,
  SYSTEM: Settings,
}
