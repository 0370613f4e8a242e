import { expect, test } from 'vitest'
import { factPairs, knownAction, plainAction } from './describe-action.ts'

test('actions have words, new ones too', () => {
  expect(knownAction('cases.note.added')).toBe('cases__note__added')
  expect(knownAction('cases.kettle.boiled')).toBeUndefined()
  expect(plainAction('cases.kettle.boiled_dry')).toBe('kettle boiled dry')
})

test('facts are read as short pairs', () => {
  expect(
    factPairs({ stageFrom: 'FACT_FIND', fieldsChanged: ['body', 'tags'], overridden: true, nothing: null }),
  ).toEqual([
    ['stage from', 'fact find'],
    ['fields changed', 'body, tags'],
    ['overridden', 'true'],
  ])
  expect(factPairs('x')).toEqual([])
})
