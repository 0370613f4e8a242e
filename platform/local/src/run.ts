import { setTimeout as wait } from 'node:timers/promises'
import { demoAccounts, demoPassword } from './accounts.ts'
import { announceStopping, claimDataDir, releaseDataDir } from './claim.ts'
import { discardHalfDemo, loadDemoOnce } from './demo/load-once.ts'
import { readEnvironment, type LocalEnvironment } from './environment.ts'
import { isPortBusy } from './free-port.ts'
import { endLeftoverServices, prepareFolders } from './node-service.ts'
import { openBrowser } from './open-browser.ts'
import { startServices, startStores, type Services, type Stores, type SystemOptions } from './system.ts'
import { giveUp, progress, stopOnSignals } from './terminal.ts'
import { buildWebApp } from './web-app.ts'

export type RunOptions = {
  /** Told when everything is up; may use the stack for what it starts itself. */
  ready?: (system: System) => Promise<void>
  /** Where the web app comes from: its built files, served by the router, or another address, such as Vite's. */
  web: 'built' | { address: string }
}

export type System = {
  environment: LocalEnvironment
  stores: Stores
  services: Services
  options: SystemOptions
  stack: AsyncDisposableStack
}

/** Starts the whole platform on this machine, from nothing to an address, and keeps it until it is told to stop. */
export async function run(options: RunOptions): Promise<void> {
  const stack = new AsyncDisposableStack()
  try {
    await start(options, stack)
  } catch (error) {
    if (stack.disposed) return // asked to stop meanwhile: what was starting fails because it was stopped
    await stack.disposeAsync()
    giveUp(error)
  }
}

async function start({ web, ready }: RunOptions, stack: AsyncDisposableStack): Promise<void> {
  const environment = readEnvironment()
  const { PORT: port, CMA_DATA_DIR: dataDir } = environment
  const report = progress()
  await claim(dataDir, port, stack)
  prepareFolders(dataDir)
  await endLeftoverServices(dataDir)
  await demandFreePort(port)
  discardHalfDemo(dataDir)

  const options: SystemOptions = {
    dataDir,
    report,
    logLevel: environment.LOG_LEVEL,
    telemetryEndpoint: environment.OTEL_EXPORTER_OTLP_ENDPOINT,
  }
  const [stores, webDir] = await Promise.all([
    startStores(options, stack),
    web === 'built' ? buildWebApp(report) : undefined,
  ])
  await loadDemoOnce(stores, options)
  report('Starting the services')
  const services = await startServices({ ...stores, webDir, routerPort: port }, options, stack)
  await ready?.({ environment, stores, services, options, stack })
  const address = web === 'built' ? `http://localhost:${port}` : web.address
  printReady(address, dataDir)
  if (environment.CMA_OPEN_BROWSER) openBrowser(address)
}

async function claim(dataDir: string, port: number, stack: AsyncDisposableStack): Promise<void> {
  const own = { pid: process.pid, port }
  const other = await claimDataDir(dataDir, own)
  if (other) {
    throw new Error(
      `It already runs: http://localhost:${other.port} (process ${other.pid}, data in ${dataDir}).\n` +
        `To stop it: kill ${other.pid}. To start another beside it: CMA_DATA_DIR=.data-2 PORT=${other.port + 1} npm start`,
    )
  }
  stack.defer(() => releaseDataDir(dataDir))
  stopOnSignals(stack, () => announceStopping(dataDir, own))
}

async function demandFreePort(port: number): Promise<void> {
  // A socket of a run that was just killed may need a moment to close.
  for (let attempt = 0; await isPortBusy(port); attempt += 1) {
    if (attempt === 10)
      throw new Error(
        `Port ${port} is taken by another program. Stop that program, or choose another port: PORT=${port + 1} npm start`,
      )
    await wait(100)
  }
}

function printReady(address: string, dataDir: string): void {
  const width = Math.max(...demoAccounts.map(([email]) => email.length))
  console.log(`
  Ready: ${address}

  Sign in with the password ${demoPassword} as
${demoAccounts.map(([email, role]) => `    ${email.padEnd(width)}  ${role}`).join('\n')}

  All people and cases are made up. Data and logs are in ${dataDir}. Ctrl-C stops everything.
`)
}
