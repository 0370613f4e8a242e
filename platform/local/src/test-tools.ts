import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { machineEnvironment } from './environment.ts'
import { findProgram } from './programs.ts'

const wanted = [
  { package: 'redis-server', programs: ['redis-server'], why: 'the services find each other through it' },
  {
    package: 'chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    why: 'the browser tests drive it',
  },
]

/** Makes sure that Redis and Chromium are there: installs them on Debian as root, else says what to do, and fails. */
export function demandTestTools(report: (line: string) => void): void {
  const missing = wanted.filter(({ programs }) => findProgram(...programs) === undefined)
  if (missing.length === 0) return
  const names = missing.map((tool) => tool.package)
  const reasons = missing.map((tool) => `${tool.package} (${tool.why})`).join(' and ')
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      `The tests need ${reasons}. No test is skipped without them, so please install:\n  ${instruction(names)}`,
    )
  }
  report(`The tests need ${reasons}: installing with apt-get`)
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'],
    env: { ...machineEnvironment, DEBIAN_FRONTEND: 'noninteractive' },
  }
  execFileSync('apt-get', ['update', '-qq'], options)
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options)
}

function instruction(names: string[]): string {
  if (process.platform === 'darwin')
    return `brew install ${names.map((name) => (name === 'chromium' ? '--cask chromium' : 'redis')).join(' && brew install ')}`
  if (existsSync('/usr/bin/apt-get')) return `sudo apt-get install --no-install-recommends ${names.join(' ')}`
  return `${names.join(' and ')}, with this machine's package manager, so that they are on PATH`
}
