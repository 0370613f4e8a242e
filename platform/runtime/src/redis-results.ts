import { Cluster, type Redis } from 'ioredis'
import { createLookUps } from './look-ups.ts'
import { newId } from './new-id.ts'
import { connectHastily } from './redis-connection.ts'
import { changeMs, changing, tagTtlMs, type Results, type TagVersion } from './results.ts'

/**
 * A tag's value is its version, or, while it changes, `|<change>:<deadline>` for each change under way. Redis's own
 * clock decides, so that the clocks of services do not matter.
 */
const readChanges = `
  local time = redis.call('time')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local function othersOf(key)
    local others = ''
    local value = redis.call('get', key) or ''
    if value:sub(1, 1) == '|' then
      for change, deadline in value:gmatch('|([^:|]+):(%d+)') do
        if change ~= ARGV[1] and tonumber(deadline) > now then others = others .. '|' .. change .. ':' .. deadline end
      end
    end
    return others
  end`

const announceScript = `${readChanges}
  local mine = '|' .. ARGV[1] .. ':' .. string.format('%.0f', now + ARGV[2])
  for _, key in ipairs(KEYS) do redis.call('set', key, othersOf(key) .. mine, 'PX', ARGV[2]) end`

const settleScript = `${readChanges}
  for _, key in ipairs(KEYS) do
    local others = othersOf(key)
    if others == '' then redis.call('set', key, ARGV[3], 'PX', ARGV[2])
    else redis.call('set', key, others, 'KEEPTTL') end
  end`

/**
 * Over a connection of its own, on which commands fail at once while Redis is away and after `commandMs` when it does
 * not answer: nothing that is remembered is worth waiting for.
 */
export function createRedisResults(url: string, { commandMs = 400 } = {}): Results {
  const client = connectHastily(url, { commandMs })
  const sharded = client instanceof Cluster
  let losses = 0
  for (const event of sharded ? ['-node', '+node', 'node error', 'close', 'end'] : ['close', 'end'])
    client.on(event, () => (losses += 1))

  /** One command for each slot of a cluster; one for all on a single server. */
  const bySlot = (keys: readonly string[]): string[][] =>
    keys.length === 0 ? [] : sharded ? Object.values(Object.groupBy(keys, slotOf)).map((group) => group!) : [[...keys]]

  const run = async (script: string, keys: readonly string[], ...args: (string | number)[]) => {
    await Promise.all(bySlot(keys).map((group) => client.eval(script, group.length, ...group, ...args)))
  }
  const lookUp = createLookUps((keys) => client.mgetBuffer(keys))
  const getMany = async (keys: readonly string[]): Promise<(Buffer | null)[]> => {
    if (!sharded) return lookUp(keys)
    const groups = bySlot(keys)
    const answers = await Promise.all(groups.map((group) => client.mgetBuffer(...group)))
    if (groups.length === 1) return answers[0]!
    const found = new Map(
      groups.flatMap((group, at) => group.map((key, index) => [key, answers[at]![index]!] as const)),
    )
    return keys.map((key) => found.get(key) ?? null)
  }

  return {
    async read({ tags, keys }) {
      const found = await getMany([...tags, ...keys])
      return {
        versions: found.slice(0, tags.length).map(versionOf),
        values: found.slice(tags.length).map((value) => value ?? undefined),
      }
    },
    begin: (tags) =>
      Promise.all(
        tags.map(async (tag) => {
          const mine = newId()
          return versionOf(await client.set(tag, mine, 'PX', tagTtlMs, 'NX', 'GET')) ?? mine
        }),
      ),
    async keep(key, value, ttlMs) {
      await client.set(key, value, 'PX', Math.max(1, Math.floor(ttlMs)))
    },
    announce: (tags, change) => run(announceScript, tags, change, changeMs),
    // A version of its own each time: a change that is settled again must not bring an earlier one back.
    settle: (tags, change) => run(settleScript, tags, change, tagTtlMs, newId()),
    renew: (tags) => run(settleScript, tags, '', tagTtlMs, newId()),
    ping: () => pingAll(client),
    losses: () => losses,
    close: () => client.disconnect(),
  }
}

async function pingAll(client: Redis | Cluster): Promise<void> {
  if (client instanceof Cluster) {
    const masters = client.nodes('master')
    if (masters.length === 0) throw new Error('No node of the cluster is known')
    await Promise.all(masters.map((node) => node.ping()))
  } else await client.ping()
}

function versionOf(value: Buffer | string | null): TagVersion {
  if (value === null) return undefined
  const text = value.toString()
  return text.startsWith('|') ? changing : text
}

/** What a cluster hashes: the text in braces. */
function slotOf(key: string): string {
  return /\{([^}]+)\}/.exec(key)?.[1] ?? key
}
