import { useApolloClient } from '@apollo/client/react'
import { graphql } from '../generated/gql.ts'
import { refetchRootFields } from '../graph/refetch.ts'
import { useCommand } from '../graph/use-command.ts'
import { offerAfterCritical } from './offer-notifications.ts'
import { dismissToast } from '../shell/toasts.ts'

const takeAlert = graphql(`
  mutation TakeAlert($input: AcknowledgeAlertInput!) {
    acknowledgeAlert(input: $input) {
      __typename
      ... on ComplianceAlert {
        id
        state
        severity
        allowed
        acknowledgedAt
        acknowledgedBy {
          id
          name
        }
        snoozedUntil
        ifNobodyActs {
          at
          role
        }
        history {
          kind
          at
          comment
          severity
          role
          until
          by {
            id
            name
          }
        }
      }
      ... on Refused {
        code
        message
        field
      }
    }
  }
`)

/** "Take it": somebody is dealing with the alert. The counts and lists follow, and its message goes away. */
export function useTakeAlert() {
  const client = useApolloClient()
  const command = useCommand(takeAlert)
  return {
    ...command,
    run: async (input: { alertId: string; comment?: string }) => {
      const taken = await command.run(input)
      if (taken) {
        dismissToast(input.alertId)
        refetchRootFields(client, ['complianceAlerts'])
        if (taken.__typename === 'ComplianceAlert' && taken.severity === 'CRITICAL') offerAfterCritical()
      }
      return taken
    },
  }
}
