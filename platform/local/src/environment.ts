/** Where programs of this machine are looked for. */
export const programPath = process.env['PATH'] ?? ''
