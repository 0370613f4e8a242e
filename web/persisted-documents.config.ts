import type { PersistedQueryManifestConfig } from '@apollo/generate-persisted-query-manifest'

const config: PersistedQueryManifestConfig = {
  documents: ['src/**/*.{ts,tsx}', '!src/**/*.test.{ts,tsx}', '!src/generated/**', '!src/**/*.test.ts'],
  output: 'dist/persisted-documents.json',
}

export default config
