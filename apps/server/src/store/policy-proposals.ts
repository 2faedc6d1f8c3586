import { type Instant, instant, type PersonId } from '@holdfast/kernel';
import type { ExpressionBuilder } from 'kysely';
import type { Queries } from './database.ts';
import { type PageRequest, pageOf, type StoredPage } from './page.ts';
import type { Schema } from './schema.ts';

export const proposalStates = ['open', 'applied', 'rejected', 'withdrawn', 'expired', 'outdated'] as const;
export type ProposalState = (typeof proposalStates)[number];

type Named = { readonly id: PersonId; readonly username: string; readonly displayName: string };

/** A change of the policy that waits for a second person, or what became of it. */
export type PolicyProposal = {
  readonly id: string;
  readonly digest: string;
  /** The version that it was written against. */
  readonly baseVersion: number;
  readonly note: string;
  /** Whether it may leave the organisation without an owner who can sign in. */
  readonly force: boolean;
  /** `start`: the file that a starting server was given. */
  readonly proposedVia: 'person' | 'cli' | 'start';
  readonly proposedBy: Named | null;
  readonly proposedAt: Instant;
  readonly expiresAt: Instant;
  readonly state: ProposalState;
  readonly decidedBy: Named | null;
  readonly decidedAt: Instant | null;
  readonly decisionNote: string | null;
  /** The version that it became. */
  readonly version: number | null;
};

export type NewProposal = Pick<
  PolicyProposal,
  'id' | 'digest' | 'baseVersion' | 'note' | 'force' | 'proposedVia' | 'proposedAt' | 'expiresAt'
> & { readonly source: string; readonly proposedBy: PersonId | null };

export async function insertProposal(tx: Queries, added: NewProposal): Promise<void> {
  await tx
    .insertInto('policy_proposal')
    .values({
      id: added.id,
      source: added.source,
      digest: added.digest,
      base_version: added.baseVersion,
      note: added.note,
      force: added.force ? 1 : 0,
      proposed_via: added.proposedVia,
      proposed_by: added.proposedBy,
      proposed_at: added.proposedAt,
      expires_at: added.expiresAt,
      state: 'open',
      decided_by: null,
      decided_at: null,
      decision_note: null,
      version: null,
    })
    .execute();
}

/** Newest first. One that ran out counts as expired, whether or not housekeeping has been there. */
export async function listProposals(
  queries: Queries,
  states: readonly ProposalState[] | undefined,
  at: Instant,
  { after, limit }: PageRequest<readonly [proposedAt: number, id: string]>,
): Promise<StoredPage<PolicyProposal>> {
  const base = joined(queries).where((e) =>
    states === undefined ? e.lit(true) : e.or(states.map((state) => hasState(e, state, at))),
  );
  const counted = await base.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  let page = base.select(columns);
  if (after !== null) {
    const [proposedAt, id] = after;
    page = page.where((e) =>
      e.or([
        e('policy_proposal.proposed_at', '<', proposedAt),
        e.and([e('policy_proposal.proposed_at', '=', proposedAt), e('policy_proposal.id', '<', id)]),
      ]),
    );
  }
  const found = await page
    .orderBy('policy_proposal.proposed_at', 'desc')
    .orderBy('policy_proposal.id', 'desc')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit).map((row) => fromRow(row, at));
  return pageOf(found, limit, Number(counted.total), (row) => [row.proposed_at, row.id], rows);
}

export async function findProposal(
  queries: Queries,
  id: string,
  at: Instant,
): Promise<(PolicyProposal & { readonly source: string }) | null> {
  const row = await joined(queries)
    .where('policy_proposal.id', '=', id)
    .select([...columns, 'policy_proposal.source'])
    .executeTakeFirst();
  return row === undefined ? null : { ...fromRow(row, at), source: row.source };
}

export async function countOpenProposals(queries: Queries, at: Instant): Promise<number> {
  const { open } = await queries
    .selectFrom('policy_proposal')
    .where('state', '=', 'open')
    .where('expires_at', '>', at)
    .select((e) => e.fn.countAll<number>().as('open'))
    .executeTakeFirstOrThrow();
  return Number(open);
}

/** Whether this text already waits. */
export async function isProposed(queries: Queries, digest: string, at: Instant): Promise<boolean> {
  const row = await queries
    .selectFrom('policy_proposal')
    .where('state', '=', 'open')
    .where('expires_at', '>', at)
    .where('digest', '=', digest)
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What became of the text of a file the last time that a starting server proposed it against this version. */
export async function latestFromStart(
  queries: Queries,
  digest: string,
  baseVersion: number,
  at: Instant,
): Promise<ProposalState | null> {
  const row = await joined(queries)
    .where('policy_proposal.proposed_via', '=', 'start')
    .where('policy_proposal.digest', '=', digest)
    .where('policy_proposal.base_version', '=', baseVersion)
    .select(columns)
    .orderBy('policy_proposal.proposed_at', 'desc')
    .orderBy('policy_proposal.id', 'desc')
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row, at).state;
}

export type Decision = {
  readonly state: Exclude<ProposalState, 'open'>;
  readonly by: PersonId | null;
  readonly at: Instant;
  readonly note: string | null;
  readonly version: number | null;
};

/** @returns whether it was still open */
export async function decideProposal(tx: Queries, id: string, decided: Decision): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('policy_proposal')
    .set({
      state: decided.state,
      decided_by: decided.by,
      decided_at: decided.at,
      decision_note: decided.note,
      version: decided.version,
    })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Closes every open one that was written against something else than what is in force now, but the one that it was. */
export async function outdateProposals(
  tx: Queries,
  inForce: number,
  at: Instant,
  applied: string | null,
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('policy_proposal')
    .set({ state: 'outdated', decided_at: at })
    .where('state', '=', 'open')
    .where('base_version', '<>', inForce)
    .where('id', '<>', applied ?? '')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Closes what earlier starts proposed: the file says something else now. */
export async function outdateFromStart(tx: Queries, at: Instant): Promise<void> {
  await tx
    .updateTable('policy_proposal')
    .set({ state: 'outdated', decided_at: at })
    .where('state', '=', 'open')
    .where('proposed_via', '=', 'start')
    .execute();
}

/** Open ones whose time is over, oldest first. */
export async function listRunOut(queries: Queries, at: Instant, limit: number): Promise<readonly PolicyProposal[]> {
  const rows = await joined(queries)
    .where('policy_proposal.state', '=', 'open')
    .where('policy_proposal.expires_at', '<=', at)
    .select(columns)
    .orderBy('policy_proposal.expires_at')
    .limit(limit)
    .execute();
  return rows.map((row) => fromRow(row, at));
}

function hasState(e: ExpressionBuilder<Schema, 'policy_proposal'>, state: ProposalState, at: Instant) {
  const stored = e('policy_proposal.state', '=', state);
  const runsOut = e.and([e('policy_proposal.state', '=', 'open'), e('policy_proposal.expires_at', '<=', at)]);
  switch (state) {
    case 'open':
      return e.and([stored, e('policy_proposal.expires_at', '>', at)]);
    case 'expired':
      return e.or([stored, runsOut]);
    default:
      return stored;
  }
}

function joined(queries: Queries) {
  return queries
    .selectFrom('policy_proposal')
    .leftJoin('person as proposer', 'proposer.id', 'policy_proposal.proposed_by')
    .leftJoin('person as decider', 'decider.id', 'policy_proposal.decided_by');
}

const columns = [
  'policy_proposal.id',
  'policy_proposal.digest',
  'policy_proposal.base_version',
  'policy_proposal.note',
  'policy_proposal.force',
  'policy_proposal.proposed_via',
  'policy_proposal.proposed_by',
  'policy_proposal.proposed_at',
  'policy_proposal.expires_at',
  'policy_proposal.state',
  'policy_proposal.decided_by',
  'policy_proposal.decided_at',
  'policy_proposal.decision_note',
  'policy_proposal.version',
  'proposer.username as proposer_username',
  'proposer.display_name as proposer_name',
  'decider.username as decider_username',
  'decider.display_name as decider_name',
] as const;

type Row = Awaited<ReturnType<typeof oneRow>>;

function oneRow(queries: Queries) {
  return joined(queries).select(columns).executeTakeFirstOrThrow();
}

function fromRow(row: Row, at: Instant): PolicyProposal {
  const hasRunOut = row.state === 'open' && row.expires_at <= at;
  return {
    id: row.id,
    digest: row.digest,
    baseVersion: row.base_version,
    note: row.note,
    force: row.force === 1,
    proposedVia: row.proposed_via,
    proposedBy: named(row.proposed_by, row.proposer_username, row.proposer_name),
    proposedAt: instant(row.proposed_at),
    expiresAt: instant(row.expires_at),
    state: hasRunOut ? 'expired' : row.state,
    decidedBy: named(row.decided_by, row.decider_username, row.decider_name),
    decidedAt: row.decided_at === null ? null : instant(row.decided_at),
    decisionNote: row.decision_note,
    version: row.version,
  };
}

function named(id: string | null, username: string | null, displayName: string | null): Named | null {
  if (id === null || username === null || displayName === null) return null;
  return { id: id as PersonId, username, displayName };
}
