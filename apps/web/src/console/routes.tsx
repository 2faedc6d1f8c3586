import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../app/routes.ts';
import { readEventSearch } from './events/event-search.ts';
import { readInspectSearch } from './inspect/inspect-search.ts';
import { readListSearch } from './lists/list-search.ts';
import { readPolicySearch } from './policy/policy-search.ts';
import { readEditSearch } from './policy-edit/edit-search.ts';
import { readImpactSearch } from './policy-impact/impact-search.ts';
import { readProposalSearch } from './policy-proposal/proposal-search.ts';
import { readChangesSearch } from './trust-changes/model.ts';

/** The console's frame. It and every screen are fetched when they are first shown, so that the account stays light. */
const consoleRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/console',
  component: lazyRouteComponent(() => import('./shell/screen.tsx'), 'ConsoleShell'),
  notFoundComponent: lazyRouteComponent(() => import('./shell/closed.tsx'), 'PageNotFound'),
});
const below = { getParentRoute: () => consoleRoute };

const overview = createRoute({
  ...below,
  path: '/',
  component: lazyRouteComponent(() => import('./overview/screen.tsx'), 'OverviewScreen'),
});
const people = createRoute({
  ...below,
  path: '/people',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./people/screen.tsx'), 'PeopleScreen'),
});
const newPerson = createRoute({
  ...below,
  path: '/people/new',
  component: lazyRouteComponent(() => import('./new-person/screen.tsx'), 'NewPersonScreen'),
});
const person = createRoute({
  ...below,
  path: '/people/$personId',
  component: lazyRouteComponent(() => import('./person/screen.tsx'), 'PersonScreen'),
});
const groups = createRoute({
  ...below,
  path: '/groups',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./groups/screen.tsx'), 'GroupsScreen'),
});
const newGroup = createRoute({
  ...below,
  path: '/groups/new',
  component: lazyRouteComponent(() => import('./new-group/screen.tsx'), 'NewGroupScreen'),
});
const group = createRoute({
  ...below,
  path: '/groups/$groupId',
  component: lazyRouteComponent(() => import('./group/screen.tsx'), 'GroupScreen'),
});
const invitations = createRoute({
  ...below,
  path: '/invitations',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./invitations/screen.tsx'), 'InvitationsScreen'),
});
const credentials = createRoute({
  ...below,
  path: '/credentials',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./credentials/screen.tsx'), 'CredentialsScreen'),
});
const quarantine = createRoute({
  ...below,
  path: '/credentials/quarantine',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./quarantine/screen.tsx'), 'QuarantineScreen'),
});
const credential = createRoute({
  ...below,
  path: '/credentials/$credentialId',
  component: lazyRouteComponent(() => import('./credential/screen.tsx'), 'CredentialScreen'),
});
const policy = createRoute({
  ...below,
  path: '/policy',
  validateSearch: readPolicySearch,
  component: lazyRouteComponent(() => import('./policy/screen.tsx'), 'PolicyScreen'),
});
const policyEdit = createRoute({
  ...below,
  path: '/policy/edit',
  validateSearch: readEditSearch,
  component: lazyRouteComponent(() => import('./policy-edit/screen.tsx'), 'PolicyEditScreen'),
});
const policyVersion = createRoute({
  ...below,
  path: '/policy/versions/$version',
  component: lazyRouteComponent(() => import('./policy-version/screen.tsx'), 'PolicyVersionScreen'),
});
const policyProposal = createRoute({
  ...below,
  path: '/policy/proposals/$proposalId',
  validateSearch: readProposalSearch,
  component: lazyRouteComponent(() => import('./policy-proposal/screen.tsx'), 'ProposalScreen'),
});
const policyImpact = createRoute({
  ...below,
  path: '/policy/impacts/$jobId',
  validateSearch: readImpactSearch,
  component: lazyRouteComponent(() => import('./policy-impact/screen.tsx'), 'ImpactPeopleScreen'),
});
const trust = createRoute({
  ...below,
  path: '/trust',
  component: lazyRouteComponent(() => import('./trust/screen.tsx'), 'TrustScreen'),
});
const trustImport = createRoute({
  ...below,
  path: '/trust/import',
  component: lazyRouteComponent(() => import('./trust-import/screen.tsx'), 'TrustImportScreen'),
});
const trustModels = createRoute({
  ...below,
  path: '/trust/models',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./trust-models/screen.tsx'), 'TrustModelsScreen'),
});
const trustModel = createRoute({
  ...below,
  path: '/trust/models/$modelKey',
  component: lazyRouteComponent(() => import('./trust-model/screen.tsx'), 'TrustModelScreen'),
});
const trustChanges = createRoute({
  ...below,
  path: '/trust/changes',
  validateSearch: readChangesSearch,
  component: lazyRouteComponent(() => import('./trust-changes/screen.tsx'), 'TrustChangesScreen'),
});
const jobs = createRoute({
  ...below,
  path: '/trust/jobs',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./jobs/screen.tsx'), 'JobsScreen'),
});
const events = createRoute({
  ...below,
  path: '/events',
  validateSearch: readEventSearch,
  component: lazyRouteComponent(() => import('./events/screen.tsx'), 'EventsScreen'),
});
const event = createRoute({
  ...below,
  path: '/events/$eventId',
  component: lazyRouteComponent(() => import('./event/screen.tsx'), 'EventScreen'),
});
const inspect = createRoute({
  ...below,
  path: '/inspect',
  validateSearch: readInspectSearch,
  component: lazyRouteComponent(() => import('./inspect/screen.tsx'), 'InspectScreen'),
});

/** Every address of the console. */
export const consoleRoutes = consoleRoute.addChildren([
  overview,
  people,
  newPerson,
  person,
  groups,
  newGroup,
  group,
  invitations,
  credentials,
  quarantine,
  credential,
  policy,
  policyEdit,
  policyVersion,
  policyProposal,
  policyImpact,
  trust,
  trustImport,
  trustModels,
  trustModel,
  trustChanges,
  jobs,
  events,
  event,
  inspect,
]);
