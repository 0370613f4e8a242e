import { parseArgs } from 'node:util'
import { startSystem } from '../src/system.ts'
import { soakAlerts } from './soak.ts'

// node platform/testing/soak/run.ts [--sockets 5000] [--people 250] [--alerts 20] [--no-kills]
// The whole product as npm start runs it, with thousands of subscribers; exits with 1 when an alert is lost, comes twice or
// reaches another centre, or is not with the median subscriber within a second.

const { values } = parseArgs({
  options: {
    sockets: { type: 'string', default: '5000' },
    people: { type: 'string', default: '250' },
    alerts: { type: 'string', default: '20' },
    'no-kills': { type: 'boolean', default: false },
  },
})
const report = (line: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`)

await using system = await startSystem({ environment: { LOG_LEVEL: 'warn' } })
const result = await soakAlerts(system, {
  sockets: Number(values.sockets),
  people: Number(values.people),
  alerts: Number(values.alerts),
  kills: values['no-kills'] ? [] : ['redis', 'compliance', 'router'],
  killMs: 8_000,
  report,
})
report(JSON.stringify(result, undefined, 2))
const failed =
  result.lost + result.repeated + result.leaked + result.incomplete > 0 || result.fromRaised.median >= 1_000
process.exitCode = failed ? 1 : 0
