import type { ReactNode, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField'
import './field.css'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'children' | 'className'> {
  label: ReactNode
  /** Under the label: what belongs in the field, never a placeholder. */
  hint?: ReactNode
  /** Between hint and box, with a red bar at the left. */
  error?: ReactNode
  /** Lines of a long text; one line without it. */
  lines?: number
  optional?: boolean
  big?: boolean
  inputRef?: Ref<HTMLInputElement & HTMLTextAreaElement>
  /** Stands inside the box, at the right. */
  end?: ReactNode
  inputId?: string
}

export function TextField({
  label,
  hint,
  error,
  lines,
  optional,
  big,
  inputRef,
  end,
  inputId,
  ...field
}: TextFieldProps) {
  const { t } = useTranslation()
  const box = big ? 'input big' : 'input'
  const input = lines ? (
    <TextArea className="input" rows={lines} ref={inputRef} id={inputId} />
  ) : (
    <Input className={box} ref={inputRef} id={inputId} />
  )
  return (
    <AriaTextField
      {...field}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={error ? 'field wrong' : 'field'}
    >
      <Label className="label">
        {label} {optional && <span className="aside">{t('optional')}</span>}
      </Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="error">{error}</FieldError>
      {end ? (
        <div className="input-group">
          {input}
          {end}
        </div>
      ) : (
        input
      )}
    </AriaTextField>
  )
}
