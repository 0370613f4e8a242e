import type { LoaderContext } from '@cma/runtime'
import { breathingSpaceLoaders } from './breathing-space/breathing-space-loaders.ts'
import { caseLoaders } from './case-loaders.ts'
import { caseNotesLoaders } from './list-case-notes.ts'
import { clientLoaders } from './client-loaders.ts'
import { consentLoaders } from './consents/consent-loaders.ts'
import type { Db } from './context.ts'
import { noteLoaders } from './note-loaders.ts'
import { vulnerabilityLoaders } from './vulnerability/vulnerability-loaders.ts'
import { workLoaders } from './work-loaders.ts'

export function createLoaders(ctx: LoaderContext<Db>) {
  return {
    ...caseLoaders(ctx),
    ...clientLoaders(ctx),
    ...noteLoaders(ctx),
    ...workLoaders(ctx),
    ...caseNotesLoaders(ctx),
    ...breathingSpaceLoaders(ctx),
    ...consentLoaders(ctx),
    ...vulnerabilityLoaders(ctx),
  }
}

export type Loaders = ReturnType<typeof createLoaders>
