import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { announceStopping, claimDataDir, releaseDataDir } from './claim.ts'

function aDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'cma claim '))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  return dataDir
}

/** Something that runs and looks like a supervisor. */
function aSupervisor(): { pid: number; end(): void } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', 'platform/local/src/start.ts'], {
    stdio: 'ignore',
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { pid: child.pid!, end: () => void child.kill('SIGKILL') }
}

const own = { pid: process.pid, port: 4000 }

test('an empty directory, and one whose run is over, are free', async () => {
  const dataDir = aDataDir()
  expect(await claimDataDir(dataDir, own)).toBeUndefined()
  releaseDataDir(dataDir)
  expect(await claimDataDir(dataDir, own)).toBeUndefined()
})

test('a run that was killed, a file cut short, and a process id that others have by now hold nothing', async () => {
  const dataDir = aDataDir()
  for (const text of [
    JSON.stringify({ pid: 2 ** 30, port: 1 }),
    '{"pid"',
    JSON.stringify({ pid: process.ppid, port: 1 }),
  ]) {
    writeFileSync(join(dataDir, 'run.json'), text)
    expect(await claimDataDir(dataDir, own)).toBeUndefined()
  }
})

test('a run that is there and stays is named', async () => {
  const dataDir = aDataDir()
  const other = { pid: aSupervisor().pid, port: 4321 }
  writeFileSync(join(dataDir, 'run.json'), JSON.stringify(other))
  expect(await claimDataDir(dataDir, own)).toEqual(other)
})

test('a run that is stopping is waited for', async () => {
  const dataDir = aDataDir()
  const other = aSupervisor()
  announceStopping(dataDir, { pid: other.pid, port: 4321 })
  const claiming = claimDataDir(dataDir, own)
  setTimeout(() => other.end(), 2_000) // longer than one that is not stopping would be given
  expect(await claiming).toBeUndefined()
})
