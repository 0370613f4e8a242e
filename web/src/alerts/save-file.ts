import { csvOf } from './csv.ts'

/** Gives a table to the browser as a file; the first row has the names of the columns. */
export function saveTable(rows: string[][], name: string): void {
  const url = URL.createObjectURL(new Blob([csvOf(rows)], { type: 'text/csv;charset=utf-8' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
