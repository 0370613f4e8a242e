import {
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleMinus,
  CircleX,
  FileCheck,
  OctagonAlert,
  ShieldOff,
  type LucideIcon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ItemState } from '../generated/graphql.ts'
import { Icon } from '../ui/icon.tsx'
import './texts.ts'

const marks: Record<ItemState, [LucideIcon, string]> = {
  NOT_STARTED: [CircleDashed, 'muted'],
  IN_PROGRESS: [CircleDot, 'text-accent'],
  EVIDENCED: [FileCheck, 'text-accent'],
  SIGNED_OFF: [CircleCheck, 'text-success'],
  NOT_APPLICABLE: [CircleMinus, 'muted'],
  FAILED: [CircleX, 'text-critical'],
  OVERDUE: [OctagonAlert, 'text-critical'],
  WAIVED: [ShieldOff, 'muted'],
}

/** The state of an item as a shape; its word is read aloud. */
export function ItemStateMark({ state }: { state: ItemState }) {
  const { t } = useTranslation('compliance')
  const [icon, colour] = marks[state]
  return <Icon of={icon} className={colour} label={t(`state.${state}`)} />
}
