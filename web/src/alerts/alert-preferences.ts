import { useQuery } from '@apollo/client/react'
import { useEffect } from 'react'
import { graphql } from '../generated/gql.ts'
import type { VoicePreferencesQuery } from '../generated/graphql.ts'
import { useCommand } from '../graph/use-command.ts'
import { alertVoice } from './alert-voice.ts'

const voicePreferences = graphql(`
  query VoicePreferences {
    alertPreferences {
      id
      quietFrom
      quietTo
      quietWeekends
      digestAt
      browserNotifications
      sound
      kinds {
        code
        title
        severity
        force
        muted
        mayBeMuted
        whyNot
      }
    }
  }
`)

const saveAlertPreferences = graphql(`
  mutation SaveAlertPreferences($input: SaveAlertPreferencesInput!) {
    saveAlertPreferences(input: $input) {
      __typename
      ... on AlertPreferences {
        id
        quietFrom
        quietTo
        quietWeekends
        digestAt
        browserNotifications
        sound
        kinds {
          code
          title
          severity
          force
          muted
          mayBeMuted
          whyNot
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

export type AlertPreferences = NonNullable<VoicePreferencesQuery['alertPreferences']>

/** The person's preferences, once they are known; what they say of sound and notifications counts from then on. */
export function useAlertPreferences() {
  const { data, error, refetch } = useQuery(voicePreferences)
  const preferences = data?.alertPreferences ?? undefined
  const browserNotifications = preferences?.browserNotifications ?? false
  const sound = preferences?.sound ?? false
  useEffect(() => alertVoice.set({ browserNotifications, sound }), [browserNotifications, sound])
  return { preferences, failed: error !== undefined && data === undefined, refetch }
}

/** Saves a change; the graph takes all of them at once. */
export function useSaveAlertPreferences() {
  const { run, ...command } = useCommand(saveAlertPreferences)
  return {
    ...command,
    save: (
      now: AlertPreferences,
      changed: Partial<Omit<AlertPreferences, 'id' | 'kinds'>> & {
        muted?: AlertPreferences['kinds'][number]['code'][]
      },
    ) =>
      run({
        quietFrom: now.quietFrom,
        quietTo: now.quietTo,
        quietWeekends: now.quietWeekends,
        digestAt: now.digestAt,
        browserNotifications: now.browserNotifications,
        sound: now.sound,
        muted: now.kinds.filter(({ muted }) => muted).map(({ code }) => code),
        ...changed,
      }),
  }
}
