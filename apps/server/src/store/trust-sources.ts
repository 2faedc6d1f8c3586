import { type Instant, instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';

/** What Holdfast fetches by itself. */
export const trustSourceNames = ['fido_metadata', 'android_status'] as const;
export type TrustSourceName = (typeof trustSourceNames)[number];

/**
 * `waiting`: nothing was tried yet. `unreachable`: nothing arrived. `untrusted`: something arrived and was not believed; it
 * stays so until something arrives that is.
 */
export type TrustSourceState = 'waiting' | 'current' | 'unreachable' | 'untrusted';

export type TrustSource = {
  readonly name: TrustSourceName;
  readonly url: string;
  readonly state: TrustSourceState;
  readonly lastAttemptAt: Instant | null;
  readonly lastSuccessAt: Instant | null;
  readonly lastOutcome: string | null;
  readonly lastMessage: string | null;
  readonly nextAttemptAt: Instant;
  readonly etag: string | null;
  readonly failures: number;
  readonly isRunning: boolean;
};

/** Makes the row of a source, or follows its address: what was known of another address says nothing about this one. */
export async function ensureTrustSource(
  queries: Queries,
  name: TrustSourceName,
  url: string,
  firstAttemptAt: Instant,
): Promise<void> {
  const fresh = {
    url,
    state: 'waiting',
    last_outcome: null,
    last_message: null,
    next_attempt_at: firstAttemptAt,
    etag: null,
    failures: 0,
  } as const;
  await queries
    .insertInto('trust_source')
    .values({ name, ...fresh, last_attempt_at: null, last_success_at: null, lease_owner: null, lease_until: null })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(fresh).where('trust_source.url', '!=', url))
    .execute();
}

export async function listTrustSources(queries: Queries, at: Instant): Promise<readonly TrustSource[]> {
  const rows = await queries.selectFrom('trust_source').selectAll().execute();
  const time = (value: number | null) => (value === null ? null : instant(value));
  return rows.map((row) => ({
    name: row.name as TrustSourceName,
    url: row.url,
    state: row.state,
    lastAttemptAt: time(row.last_attempt_at),
    lastSuccessAt: time(row.last_success_at),
    lastOutcome: row.last_outcome,
    lastMessage: row.last_message,
    nextAttemptAt: instant(row.next_attempt_at),
    etag: row.etag,
    failures: row.failures,
    isRunning: row.lease_until !== null && row.lease_until > at,
  }));
}

/**
 * Takes a source for one attempt; of several nodes one gets it. A lease that was never given back runs out.
 *
 * @param onlyDue false for somebody who asks for it now
 */
export async function leaseTrustSource(
  queries: Queries,
  name: TrustSourceName,
  lease: { readonly owner: string; readonly at: Instant; readonly until: Instant },
  onlyDue: boolean,
): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable('trust_source')
    .set({ lease_owner: lease.owner, lease_until: lease.until, last_attempt_at: lease.at })
    .where('name', '=', name)
    .where((e) => e.or([e('lease_until', 'is', null), e('lease_until', '<=', lease.at)]))
    .$if(onlyDue, (query) => query.where('next_attempt_at', '<=', lease.at))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export type AttemptOutcome = {
  readonly state: TrustSourceState;
  readonly outcome: string;
  readonly message: string | null;
  readonly nextAttemptAt: Instant;
  readonly etag: string | null;
  readonly failures: number;
  readonly succeededAt: Instant | null;
};

/** Writes what an attempt came to and gives the lease back. @returns false where the lease had run out meanwhile */
export async function finishAttempt(
  tx: Queries,
  name: TrustSourceName,
  owner: string,
  outcome: AttemptOutcome,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('trust_source')
    .set({
      state: outcome.state,
      last_outcome: outcome.outcome,
      last_message: outcome.message,
      next_attempt_at: outcome.nextAttemptAt,
      etag: outcome.etag,
      failures: outcome.failures,
      lease_owner: null,
      lease_until: null,
      ...(outcome.succeededAt === null ? {} : { last_success_at: outcome.succeededAt }),
    })
    .where('name', '=', name)
    .where('lease_owner', '=', owner)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
