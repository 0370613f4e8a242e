import { hash } from 'node:crypto'
import { Kind, print, visit, type ASTNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'

/**
 * By which equal questions are known as equal: without the operation's name, selections sorted, variables
 * named by their place. Values of variables are listed in the same order.
 */
export interface NormalSelection {
  /** SHA-256 of its text. */
  digest: string
  /** Names of the variables in it, in order. */
  variables: readonly string[]
}

export function normalSelection(operation: OperationDefinitionNode, selectionSet: SelectionSetNode): NormalSelection {
  const sorted = visit(selectionSet, { SelectionSet: { leave: sortSelections } })
  const names = new Map<string, string>()
  const renamed: ASTNode = visit(sorted, {
    Variable(node) {
      const name = names.get(node.name.value) ?? `v${names.size}`
      names.set(node.name.value, name)
      return { ...node, name: { kind: Kind.NAME, value: name } }
    },
  })
  // Types and defaults belong to it too: a default counts where a variable has no value.
  const definitions = [...names].map(([name, as]) => {
    const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name)
    return (
      definition && `${as}:${print(definition.type)}=${definition.defaultValue ? print(definition.defaultValue) : ''}`
    )
  })
  const text = `${definitions.join(' ')}${print(renamed)}`
  return { digest: hash('sha256', text, 'base64url'), variables: [...names.keys()] }
}

function sortSelections(set: SelectionSetNode): SelectionSetNode {
  const printed = set.selections.map((selection) => ({ selection, text: print(selection) }))
  printed.sort((a, b) => (a.text < b.text ? -1 : 1))
  return { ...set, selections: printed.map(({ selection }) => selection) }
}
