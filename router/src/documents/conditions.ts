import { Kind, type DirectiveNode } from 'graphql'

/** Whether a literal `@skip(if: true)` or `@include(if: false)` already says that a selection is not there. */
export function isNeverIncluded(directives: readonly DirectiveNode[] = []): boolean {
  return directives.some(({ name, arguments: args }) => {
    const value = args?.[0]?.value
    return (
      value?.kind === Kind.BOOLEAN && (name.value === 'skip' ? value.value : name.value === 'include' && !value.value)
    )
  })
}
