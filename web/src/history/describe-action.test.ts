import { expect, test } from 'vitest'
import { factPairs, knownAction, plainAction } from './describe-action.ts'

test('actions have words, new ones too', () => {
  expect(knownAction('cases.note.added')).toBe('cases__note__added')
  expect(knownAction('cases.kettle.boiled')).toBeUndefined()
  expect(plainAction('cases.kettle.boiled_dry')).toBe('kettle boiled dry')
})

test('facts are read as short pairs', () => {
  expect(
    factPairs({
      stageFrom: 'FACT_FIND',
      fieldsChanged: ['body', 'tags'],
      overridden: true,
      nothing: null,
      caseId: 'x',
      noteIds: ['y'],
      dueOn: '2026-12-04',
    }),
  ).toEqual([
    ['stage from', 'fact find'],
    ['fields changed', 'body, tags'],
    ['overridden', 'yes'],
    ['due on', 'Fri 4 Dec 2026'],
  ])
  expect(factPairs('x')).toEqual([])
})
