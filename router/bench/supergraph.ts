/** Composes the benchmark's supergraph for the ports its subgraphs got in this run. */
import { readFile } from 'node:fs/promises'
import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'

export const subgraphNames = ['people', 'casework', 'money', 'checks', 'alerts'] as const
export type Ports = Record<(typeof subgraphNames)[number], number>

export async function composeBenchmark(ports: Ports): Promise<string> {
  const services = await Promise.all(
    subgraphNames.map(async (name) => ({
      name,
      url: `http://127.0.0.1:${ports[name]}/graphql`,
      typeDefs: parse(await readFile(new URL(`graph/${name}.graphql`, import.meta.url), 'utf8')),
    })),
  )
  const { errors, supergraphSdl } = composeServices(services)
  if (errors) throw new Error(`The benchmark's subgraphs do not compose:\n${errors.map(String).join('\n')}`)
  return supergraphSdl
}
