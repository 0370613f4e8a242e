import type { JsonObject } from '../execute/data.ts'
import type { ResponseError } from '../execute/errors.ts'
import type { ResponsePath } from '../execute/path.ts'
import { clientStep } from '../supergraph/required-arguments.ts'
import { shapeResponse, type Problem } from './shape-response.ts'
import type { ResponseShape } from './shape.ts'
import { unusual } from './write-leaf.ts'

/** JSON text of a whole GraphQL response. */
export function writeResponse(
  data: JsonObject,
  raised: readonly ResponseError[],
  write: (data: JsonObject) => string,
  shape: ResponseShape,
): string {
  const errors =
    shape.requiredWithArguments.size === 0 ? raised : raised.map((error) => ({ ...error, ...withClientPath(error) }))
  let text: string
  try {
    text = write(data)
  } catch (reason) {
    if (reason !== unusual) throw reason
    return writeUnusual(data, errors, shape)
  }
  return errors.length > 0 ? `{"errors":${JSON.stringify(errors)},"data":${text}}` : `{"data":${text}}`
}

/** Adds to a response's `extensions`. Costs a parse of it: for what is asked rarely. */
export function withExtension(text: string, name: string, value: unknown): string {
  const response = JSON.parse(text) as { extensions?: JsonObject }
  return JSON.stringify({ ...response, extensions: { ...response.extensions, [name]: value } })
}

/** JSON text of a response that has no data at all, because the operation did not run. */
export function writeRefusal(errors: readonly ResponseError[]): string {
  return JSON.stringify({ errors })
}

function writeUnusual(data: JsonObject, errors: readonly ResponseError[], shape: ResponseShape): string {
  const shaped = shapeResponse(shape, data)
  const all = [...errors]
  const valueCompletion: Problem[] = []
  for (const problem of shaped.problems) {
    if (problem.kind === 'value') valueCompletion.push(problem)
    else if (!errors.some(({ path }) => explains(path, problem.path))) all.push(nullError(problem))
  }
  return JSON.stringify({
    ...(all.length > 0 && { errors: all }),
    data: shaped.data,
    // Subgraphs may know enum values and types that clients must not: a null, but no error of the client's making.
    ...(valueCompletion.length > 0 && {
      extensions: { valueCompletion: valueCompletion.map(({ message, path }) => ({ message, path })) },
    }),
  })
}

/** Whether an error already says why the field at `path` has no value: one there, above it or below it. */
function explains(error: ResponsePath | undefined, path: ResponsePath): boolean {
  if (!error) return true
  let at = 0
  for (const step of path) {
    const expected = error[at]
    if (expected === undefined) return true
    if (expected === step) at++
    // An error for a removed field has no list indexes: it holds for every element.
    else if (typeof step !== 'number' || typeof expected === 'number') return false
  }
  return true
}

function withClientPath({ path }: ResponseError): Pick<ResponseError, 'path'> {
  return path ? { path: path.map(clientStep) } : {}
}

function nullError({ message, path }: Problem): ResponseError {
  return { message, path, extensions: { code: 'UNEXPECTED_NULL' } }
}
