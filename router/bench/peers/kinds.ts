/** The routers that this one is compared with. */
import type { PeerKind } from './peer.ts'

const apollo: PeerKind = {
  name: 'apollo',
  label: '@apollo/server + @apollo/gateway',
  command: ['bench/peers/apollo-server.ts', '{supergraph}', '{port}'],
  subscriptions: false,
}

const hive: PeerKind = {
  name: 'hive',
  label: 'Hive Gateway (Rust planner)',
  command: ['bench/peers/hive-gateway.ts', '{supergraph}', '{port}'],
  subscriptions: true,
}

const hiveShared: PeerKind = {
  name: 'hiveShared',
  label: 'the same, sharing identical requests',
  command: ['bench/peers/hive-gateway.ts', '{supergraph}', '{port}', '--share-requests'],
  subscriptions: false, // sharing concerns queries only,
}

export const otherRouters: readonly PeerKind[] = [apollo, hive, hiveShared]
