import type { Plugin } from 'vite'

/**
 * React Aria brings its few words in 34 languages. The app speaks English (Welsh has none of its own there and falls
 * back to it), and sets the locale at its root, so the other languages stay out of the browser.
 */
export function englishOnlyAria(): Plugin {
  return {
    name: 'english-only-aria',
    load: {
      filter: {
        id: /\/react-(?:aria|stately|aria-components)\/dist\/private\/intl\/[^/]+\/(?!en-)[a-z]{2}-[A-Z]{2}\.mjs$/,
      },
      handler: () => 'export default {}',
    },
  }
}
