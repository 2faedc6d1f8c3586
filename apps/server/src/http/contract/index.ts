import { accountContract } from './account.ts';
import { credentialsContract } from './credentials.ts';
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from './endpoint.ts';
import { eventsContract } from './events.ts';
import { evidenceContract } from './evidence.ts';
import { groupsContract } from './groups.ts';
import { inspectContract } from './inspect.ts';
import { jobsContract } from './jobs.ts';
import { overviewContract } from './overview.ts';
import { peopleContract } from './people.ts';
import { policyContract } from './policy.ts';
import { policyImpactContract } from './policy-impact.ts';
import { quarantineContract } from './quarantine.ts';
import { registrationContract } from './registration.ts';
import { signInContract } from './sign-in.ts';
import { trustContract } from './trust.ts';
import { trustGroupKeysContract } from './trust-group-keys.ts';

/** Every endpoint, by area. */
export const contract = {
  signIn: signInContract,
  registration: registrationContract,
  account: accountContract,
  people: peopleContract,
  groups: groupsContract,
  credentials: credentialsContract,
  quarantine: quarantineContract,
  jobs: jobsContract,
  trustGroupKeys: trustGroupKeysContract,
  inspect: inspectContract,
  evidence: evidenceContract,
  policy: policyContract,
  policyImpact: policyImpactContract,
  trust: trustContract,
  events: eventsContract,
  overview: overviewContract,
};

type Areas = typeof contract;
type AnyEndpoint = { [A in keyof Areas]: Areas[A][keyof Areas[A]] }[keyof Areas];

/** The API as a type, keyed by `METHOD /path`, for typed clients. Import it with `import type`. */
export type Api = {
  [E in AnyEndpoint as `${E['method']} ${E['path']}`]: {
    params: ParamsOf<E>;
    query: QueryOf<E>;
    body: BodyOf<E>;
    answer: AnswerOf<E>;
  };
};

export type { Permission } from '../../access/permissions.ts';
export type { Refused } from './shapes.ts';
export type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf };
