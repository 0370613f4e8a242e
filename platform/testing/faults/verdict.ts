import type { Outcome } from './run-faults.ts'

/** The last line of a run: `N events, N alerts, N subscribers, N kills: 0 lost, 0 repeated, 0 leaked`. */
export function summaryOf({ events, alerts, subscribers, kills, lost, repeated, leaked }: Outcome): string {
  return `${events} events, ${alerts} alerts, ${subscribers} subscribers, ${kills} kills: ${lost.length} lost, ${repeated.length} repeated, ${leaked.length} leaked`
}

/** Why a run does not show what it is to show, in a sentence each; none when it does. */
export function faultsOf(outcome: Outcome, { fewestKills }: { fewestKills: number }): string[] {
  const { events, alerts, subscribers, deliveries, kills, lost, repeated, leaked } = outcome
  const complaints: [boolean, string][] = [
    [lost.length > 0, 'something was lost'],
    [repeated.length > 0, 'something came twice'],
    [leaked.length > 0, 'something reached others'],
    // A run in which nothing happened can lose nothing.
    [kills < fewestKills, `only ${kills} processes were killed, of at least ${fewestKills}`],
    [events === 0 || alerts === 0 || subscribers === 0, 'nothing was there to be lost'],
    [deliveries === 0, 'nobody was told of anything'],
  ]
  return complaints.flatMap(([applies, why]) => (applies ? [why] : []))
}
