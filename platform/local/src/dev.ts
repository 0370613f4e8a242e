// `npm run dev`: npm start, with Vite for the web app, restarting whatever a saved file belongs to.
import { watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { migrate } from '@cma/prisma'
import { runNode } from './check/tools.ts'
import { reactionTo, type Reaction } from './dev-reactions.ts'
import { projectRoot } from './environment.ts'
import { keepRunning } from './keep-running.ts'
import { startNodeService } from './node-service.ts'
import { run, type System } from './run.ts'

const vitePort = 5173
/** Editors save in several steps. */
const settleMs = 150

await run({
  web: { address: `http://localhost:${vitePort}` },
  async ready(system) {
    await startVite(system)
    void reactToChanges(system)
    system.options.report(
      `Watching. Vite serves the web app, the router is at http://localhost:${system.environment.PORT}`,
    )
  },
})

async function startVite({ environment, options, stack }: System): Promise<void> {
  const vite = {
    name: 'vite',
    entry: 'web/node_modules/vite/bin/vite.js',
    args: ['web', '--port', String(vitePort), '--strictPort'],
    environment: { ROUTER_URL: `http://127.0.0.1:${environment.PORT}` },
  }
  const kept = await keepRunning('vite', () => startNodeService(vite, options.dataDir), options.report)
  stack.defer(() => kept.stop())
}

async function reactToChanges(system: System): Promise<void> {
  const changed = new Set<string>()
  let wake = () => {}
  for (const folder of ['platform/runtime/src', 'prisma', 'subgraphs', 'router/src']) {
    const watcher = watch(join(projectRoot, folder), { recursive: true }, (_event, name) => {
      if (name !== null) changed.add(join(folder, name).replaceAll('\\', '/'))
      wake()
    })
    system.stack.defer(() => watcher.close())
  }
  for (;;) {
    await new Promise<void>((resolve) => (wake = resolve))
    await wait(settleMs)
    const reaction = reactionTo([...changed])
    changed.clear()
    try {
      await react(reaction, system)
    } catch (error) {
      system.options.report(error instanceof Error ? error.message : String(error))
    }
  }
}

async function react(
  { generate, compose, migrates, restart }: Reaction,
  { options, stores, services }: System,
): Promise<void> {
  if (generate.length > 0) await demand(runNode(['prisma/generate.ts', ...generate]))
  if (compose) await demand(runNode(['router/src/compose.ts']))
  if (migrates)
    await migrate({ superuserUrl: stores.postgresUrl, passwords: stores.keys.rolePasswords, log: options.report })
  // Without Redis there is one process for all.
  const affected = services.has('all-services') && restart.length > 0 ? ['all-services'] : restart
  for (const name of affected) {
    options.report(`Restarting ${name}`)
    await services.get(name)?.restart()
  }
}

async function demand(run: ReturnType<typeof runNode>): Promise<void> {
  const { ok, output } = await run
  if (!ok) throw new Error(output)
}
