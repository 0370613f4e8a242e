import type { CodegenConfig } from '@graphql-codegen/cli'
import { apiSchema } from './build/api-schema.ts'

const config: CodegenConfig = {
  schema: apiSchema(),
  documents: ['src/**/*.{ts,tsx}', '!src/generated/**', '!src/**/*.test.ts'],
  ignoreNoDocuments: true,
  generates: {
    './src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, gqlTagName: 'graphql' },
      config: {
        // Apollo Client's data masking reads these types; see src/graph/masking.d.ts.
        inlineFragmentTypes: 'mask',
        customDirectives: { apolloUnmask: true },
        enumsAsTypes: true,
        useTypeImports: true,
        emitLegacyCommonJSImports: false,
        importExtension: '.ts',
        nonOptionalTypename: false,
        avoidOptionals: { field: true, inputValue: false, object: false, defaultValue: false },
        scalars: { Date: 'string', DateTime: 'string', JSON: 'unknown', ID: 'string' },
        defaultScalarType: 'unknown',
      },
    },
  },
}

export default config
