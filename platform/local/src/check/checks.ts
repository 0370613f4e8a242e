import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../environment.ts'
import { findViolations } from './dependency-rules.ts'
import { readSourceFiles } from './source-files.ts'
import { runNode, runTool, type ToolRun } from './tools.ts'

/** What a check found: how much it looked at (a check that saw nothing has failed) and what is wrong. */
export type Finding = { seen: number; unit: string; problems: string }
export type Check = { name: string; run: () => Promise<Finding> }

export const checks: Check[] = [
  { name: 'contract', run: contractIsComposed },
  { name: 'generated', run: generatedIsCurrent },
  { name: 'types', run: () => typesHold('tsconfig.json') },
  { name: 'types of web', run: () => typesHold('web/tsconfig.json') },
  { name: 'lint', run: lintHolds },
  { name: 'format', run: formatHolds },
  { name: 'dependencies', run: async () => directionsHold() },
  { name: 'unused code', run: nothingIsUnused },
]

async function contractIsComposed(): Promise<Finding> {
  const run = await runNode(['router/src/compose.ts', '--check'])
  const supergraph = readFileSync(join(projectRoot, 'supergraph.graphql'), 'utf8')
  return {
    seen: supergraph.match(/@join__graph\(/g)?.length ?? 0,
    unit: 'subgraphs',
    problems: run.ok ? '' : run.output,
  }
}

async function generatedIsCurrent(): Promise<Finding> {
  const before = contentsOfGenerated()
  const run = await runNode(['prisma/generate.ts'])
  const web = await runTool('@graphql-codegen/cli', ['--config', 'codegen.ts'], {
    bin: 'graphql-codegen',
    from: join(projectRoot, 'web'),
  })
  const after = contentsOfGenerated()
  // Nobody commits these files. That they differed only says that types were checked against old ones, which ends here.
  const renewed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path)
  if (renewed.length > 0) console.log(`  renewed ${renewed.join(', ')}`)
  return {
    seen: after.size,
    unit: 'files',
    problems: [run, web]
      .filter(({ ok }) => !ok)
      .map(({ output }) => output)
      .join('\n'),
  }
}

function contentsOfGenerated(): Map<string, string> {
  const subgraphs = ['identity', 'cases', 'compliance', 'audit'].map(
    (name) => `subgraphs/${name}/src/generated/graphql.ts`,
  )
  const paths = [...subgraphs, 'web/src/generated/graphql.ts'].filter((path) => existsSync(join(projectRoot, path)))
  return new Map(paths.map((path) => [path, readFileSync(join(projectRoot, path), 'utf8')]))
}

async function typesHold(project: string): Promise<Finding> {
  const run = await runTool('typescript', ['-p', project, '--pretty', 'false', '--listFiles'], { bin: 'tsc' })
  const lines = run.output.split('\n')
  const isListed = (line: string) => line.startsWith('/') || /^[A-Za-z]:[\\/]/.test(line)
  const own = lines.filter((line) => isListed(line) && !line.includes('node_modules'))
  return { seen: own.length, unit: 'files', problems: run.ok ? '' : lines.filter((line) => !isListed(line)).join('\n') }
}

async function lintHolds(): Promise<Finding> {
  return countedByTool(
    await runTool('oxlint', ['--type-aware', '--deny-warnings', '--report-unused-disable-directives']),
  )
}

async function formatHolds(): Promise<Finding> {
  const finding = countedByTool(await runTool('oxfmt', ['--check', '.']))
  return { ...finding, problems: finding.problems && `${finding.problems}\nnpm run format mends it.` }
}

/** oxlint and oxfmt say at the end on how many files they worked. */
function countedByTool({ ok, output }: ToolRun): Finding {
  return { seen: Number(/ on (\d+) files?\b/.exec(output)?.[1] ?? 0), unit: 'files', problems: ok ? '' : output }
}

function directionsHold(): Finding {
  const files = readSourceFiles(projectRoot)
  const problems = findViolations(files).map(
    (found) => `${found.path}: ${found.import && `imports ${found.import}. `}${found.message}`,
  )
  return { seen: files.flatMap((file) => file.imports).length, unit: 'imports', problems: problems.join('\n') }
}

async function nothingIsUnused(): Promise<Finding> {
  const run = await runTool('knip', ['--no-progress', '--no-config-hints'])
  return { seen: readSourceFiles(projectRoot).length, unit: 'files', problems: run.ok ? '' : run.output }
}
