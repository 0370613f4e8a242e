import { createHash } from 'node:crypto'

/**
 * Labels of progressive overrides (`@override(from:, label:)`) in a supergraph. `percent(n)` holds for n in a hundred
 * operations: drawn from the operation's text, so that one document is always planned alike and its plan can be kept.
 * Other labels hold where the configuration names them (`OVERRIDE_LABELS`).
 */
export function readOverrideLabels(sdl: string): ReadonlySet<string> {
  return new Set([...sdl.matchAll(/overrideLabel: "([^"]+)"/g)].map(([, label]) => label!))
}

/** Where in a hundred an operation stands: from 0 to below 100. */
export function drawnPercentage(text: string): number {
  return (createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32) * 100
}

export function isLabelActive(label: string, percentage: number, named: ReadonlySet<string>): boolean {
  const share = /^percent\((\d+(?:\.\d+)?)\)$/.exec(label)?.[1]
  return share === undefined ? named.has(label) : percentage < Number(share)
}
