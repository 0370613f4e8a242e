import { createStore } from '../graph/store.ts'

/** Which of the shell's own dialogs is open. */
export const openDialog = createStore<'palette' | 'shortcuts' | 'more' | 'new-case' | undefined>(undefined)
