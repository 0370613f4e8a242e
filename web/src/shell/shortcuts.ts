import { useEffect, useRef } from 'react'
import { openDialog } from './open-dialog.ts'
import { singleKeysOn } from './preferences.ts'

type Handler = () => void

/** `n`, `?`, `Enter`, `g c` (one after the other) or `ctrl+k` (Command on a Mac). The last one mounted wins. */
const handlers: { keys: string; handler: { current: Handler } }[] = []

const sequenceMs = 1_200
let prefix = ''
let prefixAt = 0

/** Binds a key for as long as the component is there. */
export function useShortcut(keys: string, handler: Handler, enabled = true): void {
  const latest = useRef(handler)
  latest.current = handler
  useEffect(() => {
    if (!enabled) return
    const entry = { keys, handler: latest }
    handlers.push(entry)
    return () => void handlers.splice(handlers.indexOf(entry), 1)
  }, [keys, enabled])
}

function find(keys: string): Handler | undefined {
  return handlers.findLast((entry) => entry.keys === keys)?.handler.current
}

/** Single keys are the page's only while nobody types and no dialog is open. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.closest(
      'input, textarea, select, [role="textbox"], [role="listbox"], [role="menu"], [role="grid"], [role="dialog"], [role="radiogroup"]',
    ) !== null
  )
}

/** Enter belongs to the link or button that has the focus. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a, button, summary') !== null
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  if (event.ctrlKey || event.metaKey) {
    if (event.altKey) return
    run(event, `ctrl+${event.key.toLowerCase()}`)
    return
  }
  if (event.key === 'F8') return run(event, 'F8')
  if (event.altKey || isTyping(event.target) || !singleKeysOn() || openDialog.get() !== undefined) return
  if (event.key === 'Enter' && isPressable(event.target)) return
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const sequence = prefix && event.timeStamp - prefixAt < sequenceMs ? `${prefix} ${key}` : key
  prefix = ''
  if (handlers.some((entry) => entry.keys.startsWith(`${key} `)) && sequence === key) {
    prefix = key
    prefixAt = event.timeStamp
    if (!find(key)) return
  }
  run(event, sequence)
}

function run(event: KeyboardEvent, keys: string): void {
  const handler = find(keys)
  if (!handler) return
  event.preventDefault()
  handler()
}

export function startShortcuts(): void {
  window.addEventListener('keydown', onKeyDown)
}
