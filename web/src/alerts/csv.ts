/**
 * Comma-separated values for a spreadsheet (RFC 4180, with a byte order mark, without which Excel misreads accents). A cell that
 * a spreadsheet would take for a formula gets an apostrophe before it, so that opening the file runs nothing.
 */
export function csvOf(rows: string[][]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(value: string): string {
  const harmless = /^[\s\u00a0\ufeff]*[=+\-@|%]|^[\t\r\n]/.test(value) ? `'${value}` : value
  return `"${harmless.replaceAll('"', '""')}"`
}
