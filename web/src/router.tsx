import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import { alertsSearch } from './alerts/alerts-search.ts'
import { auditSearch } from './audit/audit-search.ts'
import { dashboardSearch } from './dashboard/dashboard-search.ts'
import { casesSearch } from './cases/cases-search.ts'
import { page } from './load-page.ts'
import { notesSearch } from './notes/notes-search.ts'
import { complaintsSearch, dataProtectionSearch, fileReviewsSearch } from './registers/registers-search.ts'
import { PageBroke } from './pages/page-broke.tsx'
import { PagePending } from './pages/page-pending.tsx'
import { NotFound } from './pages/not-found.tsx'

/** Every address of the app. Pages load when they are first opened. */
const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { from?: string; why?: 'ended' | 'everywhere' } => ({
    // Only a path of our own: an address given from outside must not lead away.
    ...(typeof search['from'] === 'string' && /^\/(?!\/)/.test(search['from']) ? { from: search['from'] } : {}),
    ...(search['why'] === 'ended' || search['why'] === 'everywhere' ? { why: search['why'] } : {}),
  }),
  component: page(() => import('./pages/sign-in.tsx'), 'SignInPage'),
})

const setPassword = createRoute({
  getParentRoute: () => root,
  path: '/set-password',
  component: page(() => import('./pages/set-password.tsx'), 'SetPasswordPage'),
})

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: page(() => import('./shell/shell-layout.tsx'), 'ShellLayout'),
})

const index = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/today' })
  },
})
const today = createRoute({
  getParentRoute: () => shell,
  path: '/today',
  component: page(() => import('./pages/today.tsx'), 'TodayPage'),
})
const cases = createRoute({
  getParentRoute: () => shell,
  path: '/cases',
  validateSearch: casesSearch,
  component: page(() => import('./pages/cases.tsx'), 'CasesPage'),
})
const alerts = createRoute({
  getParentRoute: () => shell,
  path: '/alerts',
  validateSearch: alertsSearch,
  component: page(() => import('./pages/alerts.tsx'), 'AlertsPage'),
})
const dashboard = createRoute({
  getParentRoute: () => shell,
  path: '/dashboard',
  validateSearch: dashboardSearch,
  component: page(() => import('./pages/dashboard.tsx'), 'DashboardPage'),
})
const centre = createRoute({
  getParentRoute: () => shell,
  path: '/centre',
  validateSearch: (search: Record<string, unknown>): { centre?: string } =>
    typeof search['centre'] === 'string' ? { centre: search['centre'] } : {},
  component: page(() => import('./pages/centre.tsx'), 'CentrePage'),
})
const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: (search: Record<string, unknown>): { centre?: string; find?: string } => ({
    ...(typeof search['centre'] === 'string' ? { centre: search['centre'] } : {}),
    ...(typeof search['find'] === 'string' ? { find: search['find'] } : {}),
  }),
  component: page(() => import('./pages/people.tsx'), 'PeoplePage'),
})
const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: auditSearch,
  component: page(() => import('./pages/audit-trail.tsx'), 'AuditTrailPage'),
})
const auditRestricted = createRoute({
  getParentRoute: () => shell,
  path: '/audit/restricted',
  validateSearch: (search: Record<string, unknown>): { centre?: string; case?: string } => ({
    ...(typeof search['centre'] === 'string' ? { centre: search['centre'] } : {}),
    ...(typeof search['case'] === 'string' ? { case: search['case'] } : {}),
  }),
  component: page(() => import('./pages/audit-restricted.tsx'), 'AuditRestrictedPage'),
})
const auditChain = createRoute({
  getParentRoute: () => shell,
  path: '/audit/chain',
  component: page(() => import('./pages/audit-chain.tsx'), 'AuditChainPage'),
})
const complaints = createRoute({
  getParentRoute: () => shell,
  path: '/registers/complaints',
  validateSearch: complaintsSearch,
  component: page(() => import('./pages/complaints.tsx'), 'ComplaintsPage'),
})
const complaint = createRoute({
  getParentRoute: () => shell,
  path: '/registers/complaints/$id',
  component: page(() => import('./pages/complaint.tsx'), 'ComplaintPage'),
})
const dataProtection = createRoute({
  getParentRoute: () => shell,
  path: '/registers/data-protection',
  validateSearch: dataProtectionSearch,
  component: page(() => import('./pages/data-protection.tsx'), 'DataProtectionPage'),
})
const dataRequest = createRoute({
  getParentRoute: () => shell,
  path: '/registers/data-requests/$id',
  component: page(() => import('./pages/data-request.tsx'), 'DataRequestPage'),
})
const dataBreach = createRoute({
  getParentRoute: () => shell,
  path: '/registers/breaches/$id',
  component: page(() => import('./pages/data-breach.tsx'), 'DataBreachPage'),
})
const fileReviews = createRoute({
  getParentRoute: () => shell,
  path: '/registers/file-reviews',
  validateSearch: fileReviewsSearch,
  component: page(() => import('./pages/file-reviews.tsx'), 'FileReviewsPage'),
})
const fileReview = createRoute({
  getParentRoute: () => shell,
  path: '/registers/file-reviews/$id',
  component: page(() => import('./pages/file-review.tsx'), 'FileReviewPage'),
})
const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: page(() => import('./pages/account.tsx'), 'AccountPage'),
})

const oneCase = createRoute({
  getParentRoute: () => shell,
  path: '/cases/$caseId',
  component: page(() => import('./pages/case.tsx'), 'CasePage'),
})
const overview = createRoute({
  getParentRoute: () => oneCase,
  path: '/',
  component: page(() => import('./pages/case-overview.tsx'), 'CaseOverviewPage'),
})
const notes = createRoute({
  getParentRoute: () => oneCase,
  path: '/notes',
  validateSearch: notesSearch,
  component: page(() => import('./pages/case-notes.tsx'), 'CaseNotesPage'),
})
const compliance = createRoute({
  getParentRoute: () => oneCase,
  path: '/compliance',
  validateSearch: (search: Record<string, unknown>): { show?: 'all' | 'blocking'; item?: string } => ({
    ...(search['show'] === 'all' || search['show'] === 'blocking' ? { show: search['show'] } : {}),
    ...(typeof search['item'] === 'string' ? { item: search['item'] } : {}),
  }),
  component: page(() => import('./pages/case-compliance.tsx'), 'CaseCompliancePage'),
})
const tasks = createRoute({
  getParentRoute: () => oneCase,
  path: '/tasks',
  component: page(() => import('./pages/case-tasks.tsx'), 'CaseTasksPage'),
})
const breathingSpace = createRoute({
  getParentRoute: () => oneCase,
  path: '/breathing-space',
  component: page(() => import('./pages/case-breathing-space.tsx'), 'CaseBreathingSpacePage'),
})
const history = createRoute({
  getParentRoute: () => oneCase,
  path: '/history',
  validateSearch: auditSearch,
  component: page(() => import('./pages/case-history.tsx'), 'CaseHistoryPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setPassword,
    shell.addChildren([
      index,
      today,
      cases,
      alerts,
      dashboard,
      centre,
      people,
      audit,
      auditRestricted,
      auditChain,
      complaints,
      complaint,
      dataProtection,
      dataRequest,
      dataBreach,
      fileReviews,
      fileReview,
      account,
      oneCase.addChildren([overview, notes, compliance, breathingSpace, tasks, history]),
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: PageBroke,
  defaultPendingComponent: PagePending,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
