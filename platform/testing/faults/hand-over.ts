import type { AtWork, Centre } from './at-work.ts'

/** A case that waits to change hands, long enough for subscriptions to begin while it is still the first adviser's. */
type Waiting = {
  caseId: string
  second: Centre['advisers'][number]
  first: Centre['advisers'][number]
  openedAt: number
}

const ripeAfterMs = 6_000
const stocked = 5

/**
 * Cases that change who hears of them while everybody stays subscribed: each is opened for one adviser and, some seconds later, goes to
 * the other or is restricted. As soon as the engine knows, an alert is raised on it that the first adviser would have had.
 */
export function handOvers({ who, acknowledged, random, command, placeOnceTaken }: AtWork) {
  const stock = new Map<Centre, Waiting[]>()

  async function open(centre: Centre): Promise<void> {
    const [first, second] = random() < 0.5 ? centre.advisers : (centre.advisers.toReversed() as Centre['advisers'])
    const input = {
      centreId: who(centre.manager).centreIds[0],
      newClient: { givenNames: 'Test', familyName: `Fault ${Math.floor(random() * 1e9)}` },
      adviserId: who(first).id,
    }
    const { id: caseId } = await command(first, 'openCase', input, '... on Case { id }')
    acknowledged.opened.push({ caseId })
    const waiting = stock.get(centre) ?? []
    stock.set(centre, waiting)
    waiting.push({ caseId, first, second, openedAt: performance.now() })
  }

  async function change(centre: Centre): Promise<void> {
    const waiting = stock.get(centre) ?? []
    const isRipe = waiting[0] !== undefined && performance.now() - waiting[0].openedAt > ripeAfterMs
    if (!isRipe || waiting.length < stocked) return open(centre)
    const next = waiting.shift()!
    await (random() < 0.3 ? restrict(centre, next) : assign(centre, next))
  }

  async function assign(centre: Centre, { caseId, first, second }: Waiting): Promise<void> {
    await command(centre.supervisor, 'assignCase', { caseId, adviserId: who(second).id }, '... on Case { id }')
    const upTo = await placeOnceTaken('cases.case.assigned', caseId)
    acknowledged.handedOver.set(caseId, { from: who(first).id, upTo })
    await emergency(centre, caseId)
    if (random() < 0.5) return
    await command(centre.manager, 'changeStage', { caseId, to: 'ONBOARDING' }, '... on Case { id }')
    const override = { caseId, to: 'FACT_FIND', overrideGate: true, reason: 'The suite looks for lost alerts' }
    await command(centre.manager, 'changeStage', override, '... on Case { id }')
    acknowledged.overridden.push(caseId)
  }

  async function restrict(centre: Centre, { caseId }: Waiting): Promise<void> {
    const input = { caseId, reason: 'The suite looks for leaks', allowedUserIds: [] }
    await command(centre.manager, 'restrictCase', input, '... on Case { id }')
    acknowledged.restricted.set(caseId, { upTo: await placeOnceTaken('cases.case.restricted', caseId) })
    await emergency(centre, caseId)
  }

  /** By the manager, who sees restricted cases too. */
  async function emergency(centre: Centre, caseId: string): Promise<void> {
    const input = { caseId, kind: 'EVICTION', occursOn: soon() }
    await command(centre.manager, 'recordEmergency', input, '... on Case { id }')
    acknowledged.emergencies.push(caseId)
  }

  return { open, change, stocked }
}

/** A day of this week (ISO). */
const soon = () => new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
