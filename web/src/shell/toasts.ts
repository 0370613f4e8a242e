import { createStore } from '../graph/store.ts'
import type { AlertSeverity } from '../generated/graphql.ts'

/** A message in the corner. No names and no health details: anybody may look at the screen. */
export interface Toast {
  id: string
  title: string
  text?: string
  /** An alert's severity; CRITICAL stays until it is answered. */
  severity?: AlertSeverity
  alertId?: string
  caseId?: string
}

export const toasts = createStore<Toast[]>([])

const fadesAfterMs = 8_000

export function showToast(toast: Toast): void {
  toasts.set((now) => (now.some((other) => other.id === toast.id) ? now : [toast, ...now]))
  if (toast.severity !== 'CRITICAL') setTimeout(() => dismissToast(toast.id), fadesAfterMs)
}

export function dismissToast(id: string): void {
  toasts.set((now) => (now.some((toast) => toast.id === id) ? now.filter((toast) => toast.id !== id) : now))
}
