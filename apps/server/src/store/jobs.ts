import { type Instant, instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';
import { type PageRequest, pageOf, type StoredPage } from './page.ts';
import type { Schema } from './schema.ts';

export const jobKinds = ['rejudge', 'impact'] as const;
export type JobKind = (typeof jobKinds)[number];
export const jobStates = ['waiting', 'running', 'done', 'failed', 'cancelled', 'superseded'] as const;
export type JobState = (typeof jobStates)[number];

/** Long work in short steps, done by one node at a time and taken over by another when that one dies. */
export type Job = {
  readonly id: string;
  readonly kind: JobKind;
  readonly state: JobState;
  /** Why it was asked for, for people. */
  readonly cause: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
  readonly phase: string;
  /** Of the phase. */
  readonly done: number;
  readonly total: number;
  /** Where the next step begins; its meaning is the kind's own. */
  readonly cursor: Readonly<Record<string, unknown>>;
  /** A person; null where it was the system. */
  readonly requestedBy: string | null;
  readonly createdAt: Instant;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
};

export type NewJob = Pick<Job, 'id' | 'kind' | 'cause' | 'input' | 'requestedBy' | 'createdAt'>;
export type JobProgress = Pick<Job, 'phase' | 'done' | 'total' | 'cursor' | 'result'>;

export async function insertJob(tx: Queries, job: NewJob): Promise<void> {
  await tx
    .insertInto('job')
    .values({
      id: job.id,
      kind: job.kind,
      state: 'waiting',
      cause: job.cause,
      input: JSON.stringify(job.input),
      result: '{}',
      phase: '',
      done: 0,
      total: 0,
      cursor: '{}',
      requested_by: job.requestedBy,
      created_at: job.createdAt,
      started_at: null,
      finished_at: null,
      lease_owner: null,
      lease_until: 0,
    })
    .execute();
}

/**
 * Ends every job of a kind that has not ended: a newer one does its work. The step that is under way on some node can no
 * longer commit.
 *
 * @returns their ids
 */
export async function supersedeJobs(tx: Queries, kind: JobKind, at: Instant): Promise<readonly string[]> {
  const rows = await tx
    .updateTable('job')
    .set({ state: 'superseded', finished_at: at })
    .where('kind', '=', kind)
    .where('state', 'in', ['waiting', 'running'])
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** @returns false when it had ended before */
export async function cancelJob(tx: Queries, id: string, at: Instant): Promise<boolean> {
  const done = await tx
    .updateTable('job')
    .set({ state: 'cancelled', finished_at: at })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

export async function hasOpenJob(queries: Queries, kind: JobKind): Promise<boolean> {
  const row = await queries
    .selectFrom('job')
    .where('kind', '=', kind)
    .where('state', 'in', ['waiting', 'running'])
    .select('id')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The oldest job of some kinds that nobody works on: new, or left by a node whose lease ran out. */
export async function nextDueJob(queries: Queries, kinds: readonly JobKind[], at: Instant): Promise<Job | null> {
  if (kinds.length === 0) return null;
  const row = await queries
    .selectFrom('job')
    .where('kind', 'in', kinds)
    .where((e) => e.or([e('state', '=', 'waiting'), e.and([e('state', '=', 'running'), e('lease_until', '<=', at)])]))
    .selectAll()
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : jobOf(row);
}

type Lease = { readonly id: string; readonly owner: string; readonly at: Instant; readonly until: Instant };

/** @returns false when another node was quicker */
export async function claimJob(tx: Queries, { id, owner, at, until }: Lease): Promise<boolean> {
  const done = await tx
    .updateTable('job')
    .set((e) => ({
      state: 'running' as const,
      lease_owner: owner,
      lease_until: until,
      started_at: e.fn.coalesce('started_at', e.val(at)),
    }))
    .where('id', '=', id)
    .where((e) => e.or([e('state', '=', 'waiting'), e.and([e('state', '=', 'running'), e('lease_until', '<=', at)])]))
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/**
 * The first thing a step does: locks the job, so that nobody takes it over in the middle.
 *
 * @returns the job as it is now; null when it is no longer this node's to do
 */
export async function holdJob(tx: Queries, { id, owner, until }: Lease): Promise<Job | null> {
  const row = await tx
    .updateTable('job')
    .set({ lease_until: until })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('lease_owner', '=', owner)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : jobOf(row);
}

/** Writes where a job is, in the transaction of the step that brought it there. */
export async function saveProgress(tx: Queries, id: string, progress: JobProgress): Promise<void> {
  await tx.updateTable('job').set(progressColumns(progress)).where('id', '=', id).execute();
}

export async function endJob(
  tx: Queries,
  id: string,
  state: 'done' | 'failed',
  progress: JobProgress,
  at: Instant,
): Promise<void> {
  await tx
    .updateTable('job')
    .set({ ...progressColumns(progress), state, finished_at: at })
    .where('id', '=', id)
    .execute();
}

function progressColumns({ phase, done, total, cursor, result }: JobProgress) {
  return { phase, done, total, cursor: JSON.stringify(cursor), result: JSON.stringify(result) };
}

export async function findJob(queries: Queries, id: string): Promise<Job | null> {
  const row = await queries.selectFrom('job').where('id', '=', id).selectAll().executeTakeFirst();
  return row === undefined ? null : jobOf(row);
}

/** Newest first. */
export async function listJobs(
  queries: Queries,
  kind: JobKind | null,
  { after, limit }: PageRequest<readonly [id: string]>,
): Promise<StoredPage<Job>> {
  const all = kind === null ? queries.selectFrom('job') : queries.selectFrom('job').where('kind', '=', kind);
  const counted = await all.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const page = after === null ? all : all.where('id', '<', after[0]);
  const found = await page
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit).map(jobOf);
  return pageOf(found, limit, Number(counted.total), (row) => [row.id], rows);
}

function jobOf(row: Schema['job']): Job {
  return {
    id: row.id,
    kind: row.kind as JobKind,
    state: row.state,
    cause: row.cause,
    input: JSON.parse(row.input) as Job['input'],
    result: JSON.parse(row.result) as Job['result'],
    phase: row.phase,
    done: row.done,
    total: row.total,
    cursor: JSON.parse(row.cursor) as Job['cursor'],
    requestedBy: row.requested_by,
    createdAt: instant(row.created_at),
    startedAt: row.started_at === null ? null : instant(row.started_at),
    finishedAt: row.finished_at === null ? null : instant(row.finished_at),
  };
}
