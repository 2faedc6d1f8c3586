import { after, DAY_MS, type Instant, instant } from '@holdfast/kernel';
import type { Actor } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import type { Queries } from '../../store/database.ts';
import { listEvents, type StoredEvent } from '../../store/events.ts';
import { hasOpenJob } from '../../store/jobs.ts';
import { countUnprivileged } from '../../store/overview.ts';
import { listOwners } from '../../store/people-admin.ts';
import { countOpenProposals } from '../../store/policy-proposals.ts';
import { newestPolicy } from '../../store/policy-versions.ts';
import { signInsByDay } from '../../store/sign-in-counts.ts';
import { someOwnerCanSignIn } from '../people/protection.ts';
import { readTrust } from '../trust/read-trust.ts';
import { type Advice, adviceFor } from './advice.ts';
import { countByStatus, countEnough, peopleFigures } from './people-figures.ts';
import { trustSituation } from './trust-advice.ts';

const CHART_DAYS = 14;
const EVENTS_SHOWN = 8;

export type Overview = {
  /** When people and passkeys were counted, where they are too many to count whenever somebody asks. */
  readonly asOf: Instant | null;
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
  const { figures, asOf } = await peopleFigures(queries);
  const enough = await countEnough(queries, policy, figures);
  const [invited, active] = [countByStatus(figures, 'invited'), countByStatus(figures, 'active')];
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
    invited,
    belowMinimum: active - enough,
    quarantine: {
      credentials: figures.credentials.quarantined,
      withoutWayIn: figures.withoutWayIn,
      isJudgingAgain: await hasOpenJob(queries, 'rejudge'),
    },
    trust: trustSituation(await readTrust(ports, at), at),
  });
  const lastDay = [...(await signInsByDay(queries, after(at, -DAY_MS), after(at, 1))).values()];
  return {
    asOf,
    numbers: {
      people: invited + active,
      enough,
      attested: figures.credentials.attested,
      credentials: figures.credentials.active,
      signInsLastDay: lastDay.reduce((sum, { succeeded }) => sum + succeeded, 0),
      refusedLastDay: lastDay.reduce((sum, { refused }) => sum + refused, 0),
    },
    next,
    days: await signInDays(queries, at),
    events: actor.permissions.has('events:read') ? await lastEvents(queries) : [],
  };
}

async function signInDays(queries: Queries, at: Instant): Promise<Overview['days']> {
  const today = Math.floor(at / DAY_MS);
  const first = today - CHART_DAYS + 1;
  const byDay = await signInsByDay(queries, instant(first * DAY_MS), after(at, 1));
  return Array.from({ length: CHART_DAYS }, (_, index) => {
    const { succeeded, refused } = byDay.get(first + index) ?? { succeeded: 0, refused: 0 };
    return { day: new Date((first + index) * DAY_MS).toISOString().slice(0, 10), succeeded, refused };
  });
}

async function lastEvents(queries: Queries): Promise<readonly StoredEvent[]> {
  const { rows } = await listEvents(queries, { words: [], filters: {} }, { after: null, limit: EVENTS_SHOWN });
  return rows;
}
