import { dayOfColumn, londonDate, resultOf } from '@cma/runtime'
import type { Context } from '../context.ts'
import type {
  AuthorityToActResolvers,
  ConsentResolvers,
  ConsentState,
  MutationResolvers,
} from '../generated/graphql.ts'
import { endAuthority } from './end-authority.ts'
import { recordAuthority } from './record-authority.ts'
import { recordConsent } from './record-consent.ts'
import { withdrawConsent } from './withdraw-consent.ts'

export const Consent = {
  __resolveReference: ({ id }, ctx) => ctx.loaders.consentById.load(id),
  state: ({ expiresOn, withdrawnOn }, _, ctx) => stateOf(withdrawnOn, expiresOn, ctx),
} satisfies ConsentResolvers<Context>

export const AuthorityToAct = {
  __resolveReference: ({ id }, ctx) => ctx.loaders.authorityById.load(id),
  state: ({ expiresOn, endedOn }, _, ctx) => stateOf(endedOn, expiresOn, ctx),
} satisfies AuthorityToActResolvers<Context>

function stateOf(endedOn: Date | null, expiresOn: Date | null, { services }: Context): ConsentState {
  if (endedOn) return 'WITHDRAWN'
  return expiresOn && dayOfColumn(expiresOn) <= londonDate(services.clock.now()) ? 'EXPIRED' : 'CURRENT'
}

export const consentCommands = {
  recordConsent: (_, args, ctx) => recordConsent(args, ctx),
  withdrawConsent: (_, args, ctx) => withdrawConsent(args, ctx),
  recordAuthority: (_, args, ctx) => recordAuthority(args, ctx),
  endAuthority: (_, args, ctx) => endAuthority(args, ctx),
} satisfies MutationResolvers<Context>

const aConsent = resultOf('Consent')
const anAuthority = resultOf('AuthorityToAct')
export const consentResults = {
  RecordConsentResult: aConsent,
  WithdrawConsentResult: aConsent,
  RecordAuthorityResult: anAuthority,
  EndAuthorityResult: anAuthority,
}
