import type pg from 'pg'
import type { CentreDirectory } from './centre-directory.ts'
import type { Clock } from './clock.ts'
import type { SubgraphEnvironment } from './environment.ts'
import type { FieldEncryption } from './field-encryption.ts'
import type { KeyValue } from './key-value.ts'
import type { Lanes } from './lanes.ts'
import type { Logger } from './logger.ts'
import type { Nudges } from './nudges.ts'
import type { ResultChanges } from './result-changes.ts'

/** What lives as long as the process, at `ctx.services` and in background work. */
export type Services<Db> = {
  environment: SubgraphEnvironment
  logger: Logger
  clock: Clock
  lanes: Lanes<Db>
  /** Plain connections as the same role, outside of any row-security context: sees no centre's rows. */
  pool: pg.Pool
  keyValue: KeyValue
  nudges: Nudges
  /** How background work says what it changes; commands say it by `record`. */
  changes: ResultChanges
  encryption: FieldEncryption
  centres: CentreDirectory
}
