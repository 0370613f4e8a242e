import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from 'react-aria-components/Button'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { TextField } from 'react-aria-components/TextField'
import { Icon } from './icon.tsx'
import './field.css'
import './tag-field.css'

/** Short words for finding again. Enter or a comma ends one; Backspace in the empty box takes the last away. */
export function TagField({
  label,
  tags,
  onChange,
  suggestions = [],
}: {
  label: string
  tags: string[]
  onChange: (tags: string[]) => void
  suggestions?: readonly string[]
}) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const add = (typed: string) => {
    const tag = typed.trim().toLowerCase()
    if (tag !== '' && !tags.includes(tag)) onChange([...tags, tag])
    setText('')
  }
  return (
    <TextField
      className="field"
      value={text}
      onChange={(typed) => (typed.endsWith(',') ? add(typed.slice(0, -1)) : setText(typed))}
    >
      <Label className="label">{label}</Label>
      <div className="input-group tag-box">
        {tags.map((tag) => (
          <span className="tag accent" key={tag}>
            {tag}
            <Button
              className="tag-remove"
              aria-label={t('remove', { name: tag })}
              onPress={() => onChange(tags.filter((other) => other !== tag))}
            >
              <Icon of={X} small />
            </Button>
          </span>
        ))}
        <Input
          className="input"
          list="tag-suggestions"
          onBlur={() => add(text)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && text.trim() !== '') {
              event.preventDefault()
              add(text)
            }
            if (event.key === 'Backspace' && text === '') onChange(tags.slice(0, -1))
          }}
        />
        <datalist id="tag-suggestions">
          {suggestions
            .filter((tag) => !tags.includes(tag))
            .map((tag) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      </div>
    </TextField>
  )
}
