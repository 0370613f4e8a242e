import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useMutation } from '@apollo/client/react'
import { CombinedGraphQLErrors } from '@apollo/client/errors'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** What a command says when it was not carried out. `field` is a field of its input, such as `body` or `contactPoint.value`, or nothing. */
export interface Refusal {
  code: string
  message: string
  field: string | null
}

interface CommandInput {
  idempotencyKey?: string | null
}

/**
 * A mutation with one `input` and one result that is either what it made or `Refused`. Each intention gets one
 * idempotency key, kept over retries and over a second press, and a new one once it has succeeded.
 */
export function useCommand<Data extends Record<string, unknown>, Input extends CommandInput>(
  document: TypedDocumentNode<Data, { input: Input } & OperationVariables>,
) {
  const { t } = useTranslation()
  const [mutate, { loading }] = useMutation(document)
  const [refusal, setRefusal] = useState<Refusal>()
  const key = useRef<{ forInput: string; value: string }>(undefined)

  /** Gives what the command made, or nothing when it was refused; the refusal is then in `refusal`. */
  const run = async (input: Omit<Input, 'idempotencyKey'>): Promise<Data[keyof Data] | undefined> => {
    const forInput = JSON.stringify(input)
    // Changed input is another intention; the server refuses a key that comes with other input.
    if (key.current?.forInput !== forInput) key.current = { forInput, value: newKey() }
    setRefusal(undefined)
    try {
      const { data } = await mutate({ variables: { input: { ...input, idempotencyKey: key.current.value } } } as never)
      const result = Object.values(data ?? {})[0] as
        | (Data[keyof Data] & Partial<Refusal> & { __typename?: string })
        | undefined
      if (result?.__typename === 'Refused') {
        setRefusal({ code: result.code ?? '', message: result.message ?? '', field: result.field ?? null })
        return undefined
      }
      key.current = undefined
      return result
    } catch (error) {
      setRefusal({
        code: 'FAILED',
        message: CombinedGraphQLErrors.is(error) ? t('couldNot.wrong') : t('couldNot.send'),
        field: null,
      })
      return undefined
    }
  }
  return { run, busy: loading, refusal, forget: () => setRefusal(undefined) }
}

/** The refusal's sentence when it is about this field of the input. */
export function refusalOf(refusal: Refusal | undefined, field: string): string | undefined {
  return refusal?.field === field || refusal?.field?.startsWith(`${field}.`) ? refusal.message : undefined
}

/** 128 random bits; not `crypto.randomUUID`, which browsers keep for secure pages, and a centre may try this on its own network. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
