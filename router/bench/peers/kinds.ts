/** The routers that are compared. */
import type { PeerKind } from './peer.ts'

/** Until it runs with every protection here, the router is measured in its standalone mode, and the report says so. */
const thisRouter: PeerKind = {
  name: 'this',
  label: 'this router',
  command: ['src/standalone.ts', '--supergraph', '{supergraph}', '--port', '{port}', '--open'],
  environment: { NODE_ENV: 'test' }, // the standalone mode is refused in production
  subscriptions: true,
}

const apollo: PeerKind = {
  name: 'apollo',
  label: '@apollo/server + @apollo/gateway',
  command: ['bench/peers/apollo-server.ts', '{supergraph}', '{port}'],
  subscriptions: false,
}

const hive: PeerKind = {
  name: 'hive',
  label: 'Hive Gateway, Rust planner',
  command: ['bench/peers/hive-gateway.ts', '{supergraph}', '{port}'],
  subscriptions: true,
}

const hiveShared: PeerKind = {
  name: 'hiveShared',
  label: 'Hive Gateway, Rust planner, sharing identical requests',
  command: ['bench/peers/hive-gateway.ts', '{supergraph}', '{port}', '--share-requests'],
  subscriptions: false, // sharing concerns queries only,
}

export const peerKinds: readonly PeerKind[] = [thisRouter, apollo, hive, hiveShared]
