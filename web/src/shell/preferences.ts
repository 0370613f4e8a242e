import { createStore, useStore } from '../graph/store.ts'

/** How a person likes the app to look and behave. Kept on the computer: it says nothing about anybody. */
export interface Preferences {
  theme: 'system' | 'light' | 'dark'
  textSize: 'normal' | 'large' | 'largest'
  density: 'comfortable' | 'compact'
  singleKeys: boolean
}

const storageKey = 'casework-display'
const usual: Preferences = { theme: 'system', textSize: 'normal', density: 'comfortable', singleKeys: true }

const preferences = createStore<Preferences>(read())
const systemDark = window.matchMedia('(prefers-color-scheme: dark)')

function read(): Preferences {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Preferences>) }
  } catch {
    return usual
  }
}

function apply({ theme, textSize, density }: Preferences): void {
  const root = document.documentElement
  root.dataset['theme'] = theme === 'system' ? (systemDark.matches ? 'dark' : 'light') : theme
  root.dataset['textSize'] = textSize
  root.dataset['density'] = density
}

/** Before the first paint of the app, and whenever the computer or the person changes their mind. */
export function startPreferences(): void {
  apply(preferences.get())
  systemDark.addEventListener('change', () => apply(preferences.get()))
  preferences.subscribe(() => {
    apply(preferences.get())
    localStorage.setItem(storageKey, JSON.stringify(preferences.get()))
  })
}

export function usePreferences(): [Preferences, (changed: Partial<Preferences>) => void] {
  return [useStore(preferences), (changed) => preferences.set((now) => ({ ...now, ...changed }))]
}

export function singleKeysOn(): boolean {
  return preferences.get().singleKeys
}
