import { expect, test } from 'vitest'
import { filesNeeded, firstVisits, type Manifest } from './initial-size.ts'

const manifest: Manifest = {
  'index.html': { file: 'index.js', isEntry: true, imports: ['_vendor.js'] },
  '_vendor.js': { file: 'vendor.js' },
  'src/shell/shell-layout.tsx': { file: 'shell.js', imports: ['_vendor.js'] },
  'src/pages/sign-in.tsx': { file: 'sign-in.js', imports: ['_vendor.js'] },
  'src/pages/cases.tsx': { file: 'cases.js', imports: ['_table.js'] },
  'src/pages/case.tsx': { file: 'case.js' },
  'src/pages/case-notes.tsx': { file: 'case-notes.js' },
  '_table.js': { file: 'table.js' },
}

test('a page needs the entry, the frame and all that they import, each once', () => {
  expect(firstVisits(manifest).get('cases')).toEqual(['index.js', 'vendor.js', 'shell.js', 'cases.js', 'table.js'])
  expect(firstVisits(manifest).get('sign-in')).toEqual(['index.js', 'vendor.js', 'sign-in.js'])
  expect(firstVisits(manifest).get('case-notes')).toEqual([
    'index.js',
    'vendor.js',
    'shell.js',
    'case.js',
    'case-notes.js',
  ])
})

test('a manifest in which nothing can be measured is an error', () => {
  expect(() => firstVisits({})).toThrow('no entry')
  expect(() => filesNeeded(manifest, ['src/gone.tsx'])).toThrow('src/gone.tsx')
})
