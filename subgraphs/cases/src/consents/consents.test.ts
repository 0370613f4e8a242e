import { aCase, aClient, aViewer, fileStack } from '@cma/testing'
import { addDays, londonDate } from '@cma/runtime'
import { expect, test } from 'vitest'
import { startCases } from '../../test/start-cases.ts'
import { addMonths } from '../add-months.ts'

// What a client consented to and signed: for how long it holds, and when it no longer does.

const stack = fileStack()
const cases = stack.use(await startCases())
const today = londonDate(new Date())

async function scene() {
  const centre = await cases.aCentre()
  const adviser = aViewer({ at: centre })
  const jointClient = await aClient(cases.database, { centre })
  const theCase = await aCase(cases.database, { centre, adviser, jointClient })
  return {
    theCase,
    jointClient,
    adviser,
    send: (name: string, input: object, fields = '') =>
      cases.command(adviser, name, { caseId: theCase.id, ...input }, fields),
  }
}

test('a consent holds six months, to the day', async () => {
  const { send } = await scene()
  // The day that lies six months before today may not exist; the one before always ends today or earlier.
  const ended = addMonths(today, -6)
  const fields = 'kind givenOn expiresOn state'
  const fresh = await send('recordConsent', { kind: 'SHARE_WITH_CREDITORS', givenOn: today }, fields)
  expect(fresh).toMatchObject({ givenOn: today, expiresOn: addMonths(today, 6), state: 'CURRENT' })
  const old = await send('recordConsent', { kind: 'SHARE_WITH_CREDITORS', givenOn: addDays(ended, -3) }, fields)
  expect(old).toMatchObject({ state: 'EXPIRED' })
  const lasting = await send('recordConsent', { kind: 'PRIVACY_NOTICE', givenOn: addDays(ended, -300) }, fields)
  expect(lasting).toMatchObject({ expiresOn: null, state: 'CURRENT' })
})

test('a consent is withdrawn once, and the ledger says so', async () => {
  const { theCase, send } = await scene()
  const { id: consentId } = await send('recordConsent', { kind: 'RESEARCH', givenOn: addDays(today, -2) })
  expect(await send('withdrawConsent', { consentId, withdrawnOn: today }, 'state withdrawnOn')).toMatchObject({
    state: 'WITHDRAWN',
    withdrawnOn: today,
  })
  expect(await send('withdrawConsent', { consentId, withdrawnOn: today })).toMatchObject({ code: 'ALREADY_DONE' })
  expect((await cases.events(consentId)).map(({ action, facts }) => [action, facts])).toEqual([
    [
      'cases.consent.given',
      {
        caseId: theCase.id,
        clientId: theCase.client.id,
        consentId,
        kind: 'RESEARCH',
        givenOn: addDays(today, -2),
        expiresOn: addMonths(addDays(today, -2), 6),
      },
    ],
    [
      'cases.consent.withdrawn',
      { caseId: theCase.id, clientId: theCase.client.id, consentId, kind: 'RESEARCH', withdrawnOn: today },
    ],
  ])
})

test('an authority holds twelve months, of either client of a joint case', async () => {
  const { adviser, jointClient, send } = await scene()
  const signedOn = addDays(addMonths(today, -12), 1)
  const { id: authorityId, ...authority } = await send(
    'recordAuthority',
    { clientId: jointClient.id, scope: 'All creditors', signedOn },
    'scope expiresOn state',
  )
  expect(authority).toMatchObject({ scope: 'All creditors', expiresOn: addMonths(signedOn, 12), state: 'CURRENT' })
  const { client } = await cases
    .as(adviser)
    .ask<{ client: object }>(
      'query ($id: ID!) { client(id: $id) { authorities { id state } consents { id } vulnerabilities { id } } }',
      { id: jointClient.id },
    )
  expect(client).toEqual({ authorities: [{ id: authorityId, state: 'CURRENT' }], consents: [], vulnerabilities: [] })
  expect(await send('endAuthority', { authorityId, endedOn: today }, 'state endedOn')).toMatchObject({
    state: 'WITHDRAWN',
    endedOn: today,
  })
  expect(await send('endAuthority', { authorityId, endedOn: today })).toMatchObject({ code: 'ALREADY_DONE' })
  const events = await cases.events(authorityId)
  expect(events.map(({ action }) => action)).toEqual(['cases.authority.signed', 'cases.authority.ended'])
  expect(JSON.stringify(events)).not.toContain('All creditors')
})
