import { entityTag, listTag, typeTag } from '@cma/runtime/result-tags'
import { Kind, valueFromASTUntyped, type FieldNode, type SelectionSetNode } from 'graphql'
import type { JsonObject } from '../execute/data.ts'
import type { CacheRules, CachedField, TagPattern } from './cache-rules.ts'

/** How long and for whom what one selection answers may be remembered, and what makes it old. */
export interface FetchRule {
  maxAgeMs: number
  isPublic: boolean
  /** Tags of a request, in order; undefined when its variables do not tell them. */
  tagsFor(variables: JsonObject): readonly string[] | undefined
}

/** Undefined: something in the selection is not to be remembered. Everything has to be, for the whole to be. */
export function fetchRule(rules: CacheRules, typeName: string, selectionSet: SelectionSetNode): FetchRule | undefined {
  const found: Found = { maxAgeMs: Infinity, isPublic: true, tags: new Set(), patterns: [] }
  if (!visit(rules, typeName, selectionSet, found) || found.maxAgeMs === Infinity) return undefined
  const { maxAgeMs, isPublic, patterns } = found
  const tags = [...found.tags].toSorted()
  return {
    maxAgeMs,
    isPublic,
    tagsFor(variables) {
      if (patterns.length === 0) return tags
      const own = patterns.map(({ pattern, field }) => tagOf(pattern, field, variables))
      return own.every((tag) => tag !== undefined) ? [...tags, ...own].toSorted() : undefined
    },
  }
}

interface Found {
  maxAgeMs: number
  isPublic: boolean
  tags: Set<string>
  patterns: { pattern: TagPattern; field: FieldNode }[]
}

/** False as soon as something is not to be remembered. */
function visit(rules: CacheRules, typeName: string, { selections }: SelectionSetNode, found: Found): boolean {
  return selections.every((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return false // planners inline them
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return visit(rules, selection.typeCondition?.name.value ?? typeName, selection.selectionSet, found)
    }
    if (selection.name.value === '__typename') return true
    const field = rules.type(typeName)?.field(selection.name.value)
    if (field?.rule === 'key') return !selection.selectionSet
    return field?.rule !== undefined && takeField(rules, selection, field, found)
  })
}

function takeField(rules: CacheRules, selection: FieldNode, { type, rule }: CachedField, found: Found): boolean {
  if (rule === undefined || rule === 'key') return false
  found.maxAgeMs = Math.min(found.maxAgeMs, rule.maxAgeMs)
  found.isPublic &&= rule.isPublic
  if (!selection.selectionSet) return true
  const given = rules.type(type)
  if (!given) return false // an interface or union: what it may be besides is not known here
  if (rule.tags) found.patterns.push(...rule.tags.map((pattern) => ({ pattern, field: selection })))
  // Which entities they are is known only afterwards, and versions are read before: so any of the type.
  else if (given.isEntity) found.tags.add(typeTag(type))
  return visit(rules, type, selection.selectionSet, found)
}

function tagOf({ type, of, argument }: TagPattern, field: FieldNode, variables: JsonObject): string | undefined {
  const node = field.arguments?.find(({ name }) => name.value === argument)?.value
  const value: unknown = node && valueFromASTUntyped(node, variables)
  const id = idOf(value)
  return id === undefined ? undefined : of === 'entity' ? entityTag(type, id) : listTag(type, id)
}

/** An id as its text: a planner writes "7" as 7, and clients may send either. Undefined when it is none. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : undefined
}
