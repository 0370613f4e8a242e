/** Bare @apollo/server with @apollo/gateway: `node apollo-server.ts <supergraph file> <port>`. */
import { readFile } from 'node:fs/promises'
import { ApolloGateway } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'

const [supergraph = '', port = ''] = process.argv.slice(2)
const gateway = new ApolloGateway({ supergraphSdl: await readFile(supergraph, 'utf8') })
const server = new ApolloServer({ gateway })
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(port) } })
