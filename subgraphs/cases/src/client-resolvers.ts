import { resultOf } from '@cma/runtime'
import type { Context } from './context.ts'
import type { ClientResolvers } from './generated/graphql.ts'
import { readSensitive } from './sensitive-details.ts'
import { vulnerabilitiesOf } from './vulnerability/vulnerability-resolvers.ts'

export const Client = {
  __resolveReference: ({ id }, ctx) => ctx.loaders.clientById.load(id),
  name: ({ displayName }) => displayName,
  names: ({ id }, _, ctx) => ctx.loaders.namesByClient.load(id),
  centre: ({ centreId }) => ({ id: centreId }),
  contactPoints: ({ id }, _, ctx) => ctx.loaders.contactPointsByClient.load(id),
  addresses: ({ id }, _, ctx) => ctx.loaders.addressesByClient.load(id),
  household: ({ id }, _, ctx) => ctx.loaders.householdByClient.load(id),
  nationalInsuranceNumber: (client, _, ctx) => readSensitive(client, 'nationalInsuranceNumber', ctx),
  healthNote: (client, _, ctx) => readSensitive(client, 'healthNote', ctx),
  consents: ({ id }, _, ctx) => ctx.loaders.consentsByClient.load(id),
  authorities: ({ id }, _, ctx) => ctx.loaders.authoritiesByClient.load(id),
  vulnerabilities: ({ id }, _, ctx) => vulnerabilitiesOf(id, ctx),
  cases: ({ id }, _, ctx) => ctx.loaders.casesByClient.load(id),
} satisfies ClientResolvers<Context>

const aClient = resultOf('Client')
export const clientResults = {
  UpdateClientResult: aClient,
  RecordClientNameResult: aClient,
  RecordAddressResult: aClient,
  RecordContactPointResult: aClient,
  EndContactPointResult: aClient,
  RecordHouseholdMemberResult: aClient,
  EndHouseholdMemberResult: aClient,
  RecordSensitiveDetailsResult: aClient,
}
