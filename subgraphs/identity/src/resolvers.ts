import { resultOf, type CompleteResolvers } from '@cma/runtime'
import { addUser } from './add-user.ts'
import { changeRoles } from './change-roles.ts'
import { deactivateUser } from './deactivate-user.ts'
import { deviceOf } from './device.ts'
import { endMembership } from './end-membership.ts'
import type { Resolvers, ResolversParentTypes } from './generated/graphql.ts'
import { membershipsOf } from './memberships.ts'
import { centresOf, rolesOf, sessionsOfViewer, viewerAsPerson } from './viewer.ts'
import { isKnown, mayReadEmail, mayReadTelephone, visibleMembershipsOf } from './person-visibility.ts'
import { renewPasswordLink } from './renew-password-link.ts'
import { signOutEverywhere } from './sign-out-everywhere.ts'
import { updateCentre } from './update-centre.ts'
import { updateProfile } from './update-profile.ts'
import { countOf, usersOf } from './users.ts'

export const resolvers: CompleteResolvers<Resolvers, ResolversParentTypes> = {
  Query: {
    viewer: (_, __, ctx) => ctx.viewer,
    centres: (_, __, ctx) => centresOf(ctx),
    centre: (_, { id }, ctx) => ctx.loaders.centre.load(id),
    users: (_, args, ctx) => usersOf(ctx, args),
    user: async (_, { id }, ctx) => isKnown(ctx, await ctx.loaders.person.load(id)),
  },
  Mutation: {
    addUser: (_, args, ctx) => addUser(args, ctx),
    renewPasswordLink: (_, args, ctx) => renewPasswordLink(args, ctx),
    changeRoles: (_, args, ctx) => changeRoles(args, ctx),
    endMembership: (_, args, ctx) => endMembership(args, ctx),
    deactivateUser: (_, args, ctx) => deactivateUser(args, ctx),
    updateProfile: (_, args, ctx) => updateProfile(args, ctx),
    signOutEverywhere: (_, __, ctx) => signOutEverywhere({ input: {} }, ctx),
    updateCentre: (_, args, ctx) => updateCentre(args, ctx),
  },
  Viewer: {
    user: (_, __, ctx) => viewerAsPerson(ctx),
    centres: (_, __, ctx) => centresOf(ctx),
    roles: (viewer) => rolesOf(viewer),
    memberships: async (viewer, _, ctx) => (viewer.kind === 'USER' ? membershipsOf(ctx, viewer.id) : []),
    sessions: (_, __, ctx) => sessionsOfViewer(ctx),
    twoFactorEnabled: async (_, __, ctx) => (await viewerAsPerson(ctx))?.twoFactorEnabled ?? false,
  },
  Membership: {
    centre: async ({ centreId }, _, ctx) => (await ctx.loaders.centre.load(centreId))!,
    user: async ({ personId }, _, ctx) => (await ctx.loaders.person.load(personId))!,
  },
  Session: {
    current: ({ id }, _, ctx) => id === ctx.viewer.sessionId,
    device: ({ userAgent }) => (userAgent && deviceOf(userAgent)) ?? null,
    startedAt: ({ createdAt }) => createdAt,
  },
  User: {
    __resolveReference: async ({ id }, ctx) => isKnown(ctx, await ctx.loaders.person.load(id)),
    email: async (person, _, ctx) => ((await mayReadEmail(ctx, person)) ? person.email : null),
    telephone: async (person, _, ctx) => ((await mayReadTelephone(ctx, person)) ? person.telephone : null),
    memberships: (person, _, ctx) => visibleMembershipsOf(ctx, person),
  },
  UserConnection: {
    totalCount: (page, _, ctx) => countOf(ctx, page),
  },
  UserAdded: {
    user: async ({ personId }, _, ctx) => (await ctx.loaders.person.load(personId))!,
  },
  PasswordLink: {
    user: async ({ personId }, _, ctx) => (await ctx.loaders.person.load(personId))!,
  },
  Network: {
    __resolveReference: ({ id }, ctx) => ctx.loaders.network.load(id),
    centres: ({ id }, _, ctx) => ctx.loaders.centresOfNetwork.load(id),
  },
  Centre: {
    __resolveReference: ({ id }, ctx) => ctx.loaders.centre.load(id),
    network: async ({ networkId }, _, ctx) => (await ctx.loaders.network.load(networkId))!,
    since: ({ joinedAt }) => joinedAt,
  },
  AddUserResult: resultOf('UserAdded'),
  RenewPasswordLinkResult: resultOf('PasswordLink'),
  ChangeRolesResult: resultOf('Membership'),
  EndMembershipResult: resultOf('Membership'),
  DeactivateUserResult: resultOf('User'),
  UpdateProfileResult: resultOf('User'),
  SignOutEverywhereResult: resultOf('SignedOutEverywhere'),
  UpdateCentreResult: resultOf('Centre'),
}
