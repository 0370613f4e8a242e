import { ApolloProvider } from '@apollo/client/react'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { createRoot } from 'react-dom/client'
import { createGraphClient } from './graph/client.ts'
import { startLanguage } from './language/language.ts'
import { fetchPagesQuietly } from './load-page.ts'
import { router } from './router.tsx'
import { session } from './session/session.ts'
import { startPreferences } from './shell/preferences.ts'
import { startShortcuts } from './shell/shortcuts.ts'
import './styles/tokens.css'
import './styles/fonts.css'
import './styles/base.css'
import './ui/card.css'

startPreferences()
startLanguage()
startShortcuts()

/** The session ended under the page: to the sign-in page, and back to here afterwards. Drafts stay. */
const client = createGraphClient(() => {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in') return
  const wasSignedIn = session.get() === 'signed-in'
  session.set('ended')
  void router.navigate({
    to: '/sign-in',
    search: {
      ...(href === '/' || href === '/today' ? {} : { from: href }),
      ...(wasSignedIn ? { why: 'ended' as const } : {}),
    },
  })
})

fetchPagesQuietly()

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <I18nProvider locale="en-GB">
      <ApolloProvider client={client}>
        <RouterProvider router={router} />
      </ApolloProvider>
    </I18nProvider>
  </StrictMode>,
)
