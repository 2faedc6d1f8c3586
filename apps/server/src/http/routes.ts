import { accountRoutes } from './account.ts';
import { credentialsRoutes } from './credentials.ts';
import { eventsRoutes } from './events.ts';
import { evidenceRoutes } from './evidence.ts';
import { groupsRoutes } from './groups.ts';
import { inspectRoutes } from './inspect.ts';
import { jobsRoutes } from './jobs.ts';
import { overviewRoutes } from './overview.ts';
import { peopleRoutes } from './people.ts';
import { policyRoutes } from './policy.ts';
import { policyChangeRoutes } from './policy-changes.ts';
import { policyImpactRoutes } from './policy-impact.ts';
import { quarantineRoutes } from './quarantine.ts';
import { registrationRoutes } from './registration.ts';
import type { Route } from './route.ts';
import { signInRoutes } from './sign-in.ts';
import { trustRoutes } from './trust.ts';
import { trustGroupKeysRoutes } from './trust-group-keys.ts';

/** Every endpoint with its handler; a test holds it against the contract. */
export const allRoutes: readonly Route[] = [
  ...signInRoutes,
  ...registrationRoutes,
  ...accountRoutes,
  ...peopleRoutes,
  ...groupsRoutes,
  ...credentialsRoutes,
  ...quarantineRoutes,
  ...jobsRoutes,
  ...trustGroupKeysRoutes,
  ...inspectRoutes,
  ...evidenceRoutes,
  ...policyRoutes,
  ...trustRoutes,
  ...policyChangeRoutes,
  ...policyImpactRoutes,
  ...eventsRoutes,
  ...overviewRoutes,
];
