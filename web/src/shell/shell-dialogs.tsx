import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState, type ComponentType } from 'react'
import { useStore } from '../graph/store.ts'
import { openDialog } from './open-dialog.ts'
import { useShortcut } from './shortcuts.ts'
import { offers, useViewer } from './viewer.tsx'

const ShortcutsDialog = lazy(() =>
  import('./shortcuts-dialog.tsx').then((module) => ({ default: module.ShortcutsDialog })),
)
const MoreDialog = lazy(() => import('./more-dialog.tsx').then((module) => ({ default: module.MoreDialog })))
const NewCaseDialog = lazy(() =>
  import('../cases/new-case-dialog.tsx').then((module) => ({ default: module.NewCaseDialog })),
)

/** Dialogs that any page can open, and the keys that work everywhere. */
export function ShellDialogs() {
  const open = useStore(openDialog)
  const viewer = useViewer()
  const navigate = useNavigate()
  const close = () => openDialog.set(undefined)
  const Palette = usePalette(open === 'palette')
  useShortcut('ctrl+k', () => openDialog.set('palette'))
  useShortcut('?', () => openDialog.set('shortcuts'))
  useShortcut('c', () => openDialog.set('new-case'), offers.openCase(viewer))
  useShortcut('g c', () => void navigate({ to: '/cases', search: {} }))
  useShortcut('g a', () => void navigate({ to: '/alerts', search: {} }))
  useShortcut('g d', () => void navigate({ to: '/dashboard', search: {} }), offers.centre(viewer))
  useShortcut('g t', () => void navigate({ to: '/today' }))
  return (
    <Suspense>
      {open === 'palette' && Palette && <Palette onClose={close} />}
      {open === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      {open === 'more' && <MoreDialog onClose={close} />}
      {open === 'new-case' && <NewCaseDialog onClose={close} />}
    </Suspense>
  )
}

const settledMs = 1_000

/** Who presses Ctrl K goes on typing at once, so the palette is fetched before: soon after the first page, or when asked for. */
function usePalette(wanted: boolean): ComponentType<{ onClose: () => void }> | undefined {
  const [palette, setPalette] = useState<{ Palette: ComponentType<{ onClose: () => void }> }>()
  useEffect(() => {
    if (palette) return
    const timer = setTimeout(() => void import('./palette.tsx').then(setPalette), wanted ? 0 : settledMs)
    return () => clearTimeout(timer)
  }, [palette, wanted])
  return palette?.Palette
}
