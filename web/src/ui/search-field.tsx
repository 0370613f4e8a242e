import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField'
import { useShortcut } from '../shell/shortcuts.ts'
import { Icon } from './icon.tsx'
import './field.css'

const settleMs = 300

/** Searches while it is typed; `/` goes there. */
export function SearchField({
  label,
  hint,
  value,
  onSearch,
}: {
  label: string
  hint?: string
  value: string
  onSearch: (text: string) => void
}) {
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef(value)
  useShortcut('/', () => input.current?.focus())
  // The address changed from elsewhere: another view, the Back button.
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value
      setText(value)
    }
  }, [value])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text.trim()
      onSearch(text.trim())
    }, settleMs)
    return () => clearTimeout(timer)
  }, [text, onSearch])
  return (
    <AriaSearchField className="search-field" value={text} onChange={setText}>
      <Label className="visually-hidden">{label}</Label>
      <div className="input-group">
        <Icon of={Search} small />
        <Input className="input" ref={input} placeholder={hint ?? label} />
        <kbd aria-hidden="true">/</kbd>
      </div>
    </AriaSearchField>
  )
}
