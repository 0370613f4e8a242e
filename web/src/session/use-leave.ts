import { useApolloClient } from '@apollo/client/react'
import { useNavigate } from '@tanstack/react-router'
import { forgetCases } from '../shell/recent-cases.ts'
import { signOut } from './auth-api.ts'
import { dropAllDrafts, session } from './session.ts'

/** Signs out and leaves nothing of anybody on the computer. */
export function useLeave(): () => Promise<void> {
  const client = useApolloClient()
  const navigate = useNavigate()
  return async () => {
    await signOut()
    dropAllDrafts()
    forgetCases()
    session.set('signed-out')
    await navigate({ to: '/sign-in', search: {} })
    await client.clearStore()
  }
}
