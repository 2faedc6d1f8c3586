import { DAY_MS, type Instant, instant } from '@holdfast/kernel';
import { effectivePolicy, type Policy } from '@holdfast/policy';
import type { Actor } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import type { Queries } from '../../store/database.ts';
import { listEvents, type StoredEvent } from '../../store/events.ts';
import { hasOpenJob } from '../../store/jobs.ts';
import { countAlike, countAll, countSignIns, countSignInsByDay, countUnprivileged } from '../../store/overview.ts';
import { listOwners } from '../../store/people-admin.ts';
import { countOpenProposals } from '../../store/policy-proposals.ts';
import { newestPolicy } from '../../store/policy-versions.ts';
import { quarantineTotals } from '../../store/quarantine.ts';
import { someOwnerCanSignIn } from '../people/protection.ts';
import { readTrust } from '../trust/read-trust.ts';
import { type Advice, adviceFor } from './advice.ts';
import { trustSituation } from './trust-advice.ts';

const CHART_DAYS = 14;
const EVENTS_SHOWN = 8;

export type Overview = {
  readonly numbers: {
    readonly people: number;
    readonly enough: number;
    readonly attested: number;
    readonly credentials: number;
    readonly signInsLastDay: number;
    readonly refusedLastDay: number;
  };
  readonly next: readonly Advice[];
  readonly days: readonly { readonly day: string; readonly succeeded: number; readonly refused: number }[];
  readonly events: readonly StoredEvent[];
};

/** What needs a person today, and the four numbers that matter. */
export async function readOverview(ports: Ports, at: Instant, actor: Actor): Promise<Overview> {
  const { queries } = ports.database;
  const { policy, trust } = await ports.standing();
  const counts = await countAll(queries);
  const enough = await countEnough(queries, policy);
  const lastDay = await countSignIns(queries, instant(at - DAY_MS));
  const strict = policy.populations.filter(
    ({ appliesTo, attestationRequired }) => appliesTo !== null && attestationRequired,
  );
  const strictGroups = strict.flatMap(({ appliesTo }) => appliesTo ?? []);
  const owners = (await listOwners(queries)).filter((owner) => owner.status === 'active');
  const newest = await newestPolicy(queries);
  const next = adviceFor({
    owners,
    ownerCanSignIn: await someOwnerCanSignIn(queries, policy),
    strictGroups,
    unprivileged: await countUnprivileged(queries, strictGroups),
    isPolicyShipped: (newest?.origin ?? 'shipped') === 'shipped',
    openProposals: await countOpenProposals(queries, at),
    wantsAttestation: policy.populations.some(({ attestationRequired }) => attestationRequired),
    trustedModels: trust.models.size,
    invited: counts.invited,
    belowMinimum: counts.active - enough,
    quarantine: {
      credentials: counts.quarantined,
      withoutWayIn: (await quarantineTotals(queries)).withoutWayIn,
      isJudgingAgain: await hasOpenJob(queries, 'rejudge'),
    },
    trust: trustSituation(await readTrust(ports, at), at),
  });
  const { people, attested, credentials } = counts;
  return {
    numbers: {
      people,
      enough,
      attested,
      credentials,
      signInsLastDay: lastDay.succeeded,
      refusedLastDay: lastDay.refused,
    },
    next,
    days: await signInDays(queries, at),
    events: actor.permissions.has('events:read') ? await lastEvents(queries) : [],
  };
}

/** Active people with at least as many active passkeys as the strictest of their populations asks for. */
async function countEnough(queries: Queries, policy: Policy): Promise<number> {
  const sets = policy.populations.map(({ appliesTo }) => appliesTo ?? []);
  let enough = 0;
  for (const { isIn, activePasskeys, people } of await countAlike(queries, sets)) {
    const applying = policy.populations.filter(({ appliesTo }, index) => appliesTo === null || isIn[index] === true);
    const populations = applying.map((population) => ({ ...population, appliesTo: null }));
    if (activePasskeys >= effectivePolicy({ ...policy, populations }, []).minimumCredentials) enough += people;
  }
  return enough;
}

async function signInDays(queries: Queries, at: Instant): Promise<Overview['days']> {
  const today = Math.floor(at / DAY_MS);
  const first = today - CHART_DAYS + 1;
  const byDay = await countSignInsByDay(queries, instant(first * DAY_MS));
  return Array.from({ length: CHART_DAYS }, (_, index) => {
    const { succeeded, refused } = byDay.get(first + index) ?? { succeeded: 0, refused: 0 };
    return { day: new Date((first + index) * DAY_MS).toISOString().slice(0, 10), succeeded, refused };
  });
}

async function lastEvents(queries: Queries): Promise<readonly StoredEvent[]> {
  const { rows } = await listEvents(queries, { words: [], filters: {} }, { after: null, limit: EVENTS_SHOWN });
  return rows;
}
