import type { PersistedQueryManifestConfig } from '@apollo/generate-persisted-query-manifest'

const config: PersistedQueryManifestConfig = {
  documents: ['src/**/*.{ts,tsx}', '!src/**/*.test.{ts,tsx}', '!src/generated/**'],
  output: 'dist/persisted-documents.json',
}

export default config
