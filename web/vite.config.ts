import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { englishOnlyAria } from './build/english-only-aria.ts'
import { graphqlDocuments } from './build/graphql-documents.ts'
import { developmentProxy } from './build/development-proxy.ts'

const fontFiles = fileURLToPath(
  new URL('./node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/', import.meta.url),
)

export default defineConfig({
  plugins: [
    react(),
    graphqlDocuments(fileURLToPath(new URL('./src/generated/graphql.ts', import.meta.url))),
    englishOnlyAria(),
  ],
  // tokens.css is kept word for word and names its font files `../fonts/…`; they come from the npm package.
  resolve: { alias: [{ find: /^\.\.\/fonts\//, replacement: fontFiles }] },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // Fonts and pictures stay files, so that a content security policy needs no `data:` for fonts.
    assetsInlineLimit: 0,
    manifest: true,
    sourcemap: false,
  },
  server: { port: 5173, proxy: developmentProxy() },
})
