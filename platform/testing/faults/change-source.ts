import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { machineEnvironment } from '@cma/local/environment'

// Loaded before a service (`--import`): gives single files another text, so that a clock can be moved or a mistake planted
// without a line for it in the product. SOURCE_CHANGES says which.

const changes = JSON.parse(machineEnvironment['SOURCE_CHANGES'] ?? '[]') as {
  file: string
  find: string
  replace: string
}[]

registerHooks({
  load(url, context, nextLoad) {
    const own = changes.filter(({ file }) => url.endsWith(`/${file}`))
    if (own.length === 0) return nextLoad(url, context)
    let source = readFileSync(fileURLToPath(url), 'utf8')
    for (const { file, find, replace } of own) {
      // A change that no longer finds its place must not pass for one that was made.
      if (source.split(find).length !== 2) throw new Error(`${file} does not hold, exactly once: ${find}`)
      source = source.replace(find, () => replace)
    }
    return { format: 'module-typescript', source, shortCircuit: true }
  },
})
