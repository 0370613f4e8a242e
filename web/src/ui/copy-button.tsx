import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

/** Copies a text, and says so on itself. */
export function CopyButton({ text, label, doneLabel }: { text: string; label: string; doneLabel: string }) {
  const [done, setDone] = useState(false)
  return (
    <Button
      icon={<Icon of={done ? Check : Copy} small />}
      onPress={() => {
        void navigator.clipboard.writeText(text).then(() => setDone(true))
      }}
    >
      {done ? doneLabel : label}
    </Button>
  )
}
