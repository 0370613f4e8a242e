import { signPeopleIn, type Membership } from '../soak/people.ts'
import type { Writer } from '../soak/writer.ts'
import type { TestSystem } from '../src/system.ts'

/** Devices that one person is signed in on, as in the soak: the router's limit for a session is as many. */
export const devicesEach = 20

/** Cookies of as many devices as are wanted; they belong to people who are told of the writer's alerts. */
export async function signDevicesIn(system: TestSystem, writer: Writer, devices: number): Promise<string[]> {
  const memberships: Membership[] = [{ centreId: writer.centreId, centre: writer.centre, role: 'CENTRE_MANAGER' }]
  const people = await signPeopleIn(
    system,
    Array.from({ length: Math.ceil(devices / devicesEach) }, (_, index) => ({
      memberships,
      devices: Math.min(devicesEach, devices - index * devicesEach),
    })),
  )
  return people.flatMap(({ cookies }) => cookies)
}
