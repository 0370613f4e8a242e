import {
  getNamedType,
  isUnionType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { ParsedOperation } from '../documents/parse-document.ts'
import type { ResponseError } from '../execute/errors.ts'
import type { FieldRules } from './field-rules.ts'

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/**
 * The operation without the fields that the caller may not see, and an error for each. Fragments are resolved on
 * the way, so that each error has the path at which the client asked. The client still gets the fields, as null.
 */
export function removeDenied(
  parsed: ParsedOperation,
  rules: FieldRules,
  denied: ReadonlySet<string>,
  schema: GraphQLSchema,
): { operation: ParsedOperation; errors: ResponseError[] } {
  const errors: ResponseError[] = []
  const isDenied = (keys: readonly string[]) => keys.some((key) => denied.has(key))
  const refuse = (path: readonly string[]) => {
    errors.push({
      message: 'You are not allowed to see this field. Ask your administrator if you need it.',
      path: [...path],
      extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
    })
  }

  const filterSet = (set: SelectionSetNode, type: GraphQLNamedType, path: readonly string[]): SelectionSetNode => {
    const selections = set.selections.flatMap((selection) => filter(selection, type, path))
    // An object of which nothing may be seen is still an object, not a null.
    return { kind: Kind.SELECTION_SET, selections: selections.length > 0 ? selections : [typename] }
  }

  const filter = (selection: SelectionNode, type: GraphQLNamedType, path: readonly string[]): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return filterField(selection, type, path)
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : parsed.fragments.get(selection.name.value)
    if (!fragment) return []
    const condition = fragment.typeCondition
    const narrowed = (condition && schema.getType(condition.name.value)) ?? type
    if (isDenied(rules.ofType(narrowed))) {
      refuse(path)
      return []
    }
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(condition && { typeCondition: condition }),
        ...(selection.directives && { directives: selection.directives }),
        selectionSet: filterSet(fragment.selectionSet, narrowed, path),
      },
    ]
  }

  const filterField = (node: FieldNode, type: GraphQLNamedType, path: readonly string[]): SelectionNode[] => {
    const name = node.name.value
    if (name === '__typename' || name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name) return [node]
    const field = 'getFields' in type && !isUnionType(type) ? type.getFields()[name] : undefined
    if (!field) return []
    const here = [...path, node.alias?.value ?? name]
    const returns = getNamedType(field.type)
    if (isDenied(rules.ofField(type, name, returns))) {
      refuse(here)
      return []
    }
    return [node.selectionSet ? { ...node, selectionSet: filterSet(node.selectionSet, returns, here) } : node]
  }

  const root = schema.getRootType(parsed.operation.operation)
  if (!root) throw new Error(`The schema has no ${parsed.operation.operation} type`)
  const operation = { ...parsed.operation, selectionSet: filterSet(parsed.operation.selectionSet, root, []) }
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation] }
  return { operation: { document, operation, fragments: new Map() }, errors }
}
