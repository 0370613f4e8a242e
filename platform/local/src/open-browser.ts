import { spawn } from 'node:child_process'
import { machineEnvironment } from './environment.ts'

/** Shows the address in the user's browser, where there is a user and a desktop; else does nothing. */
export function openBrowser(url: string): void {
  if (!process.stdout.isTTY) return
  const command = openerOf(process.platform)
  if (command === undefined) return
  const child = spawn(command[0], [...command.slice(1), url], { detached: true, stdio: 'ignore' })
  child.on('error', () => {}) // no such program: the address is on the terminal anyway
  child.unref()
}

function openerOf(platform: NodeJS.Platform): [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['cmd', '/c', 'start', '']
  const hasDesktop = machineEnvironment['DISPLAY'] !== undefined || machineEnvironment['WAYLAND_DISPLAY'] !== undefined
  return hasDesktop ? ['xdg-open'] : undefined
}
