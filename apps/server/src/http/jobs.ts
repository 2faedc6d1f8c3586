import { err, ok, refuse } from '@holdfast/kernel';
import type { Queries } from '../store/database.ts';
import { findJob, type Job, listJobs } from '../store/jobs.ts';
import { namesOf } from '../store/people-admin.ts';
import { jobsContract as contract, type JobRow } from './contract/jobs.ts';
import { decodeCursor, LIMIT_DEFAULT, pageAnswer } from './list-query.ts';
import { type Route, route } from './route.ts';

export const jobsRoutes: readonly Route[] = [
  route(contract.list, async ({ database }, { query }) => {
    const after = decodeCursor(query.cursor, ['string']);
    if (!after.ok) return after;
    const request = { after: after.value, limit: query.limit ?? LIMIT_DEFAULT };
    const page = await listJobs(database.queries, query.kind ?? null, request);
    const rows = await rowsOf(database.queries, page.rows);
    return ok({ body: pageAnswer({ ...page, rows }, (row) => row) });
  }),
  route(contract.read, async ({ database }, { params }) => {
    const found = await findJob(database.queries, params.jobId);
    const [job] = found === null ? [] : await rowsOf(database.queries, [found]);
    return job === undefined ? err(refuse('job.not_found')) : ok({ body: { job } });
  }),
];

/** What a job was given and where it is are its own; who asked for it is told by name. */
async function rowsOf(queries: Queries, jobs: readonly Job[]): Promise<readonly JobRow[]> {
  const names = await namesOf(
    queries,
    jobs.flatMap(({ requestedBy }) => requestedBy ?? []),
  );
  return jobs.map(({ input: _, cursor: __, requestedBy, ...job }) => ({
    ...job,
    result: { ...job.result },
    requestedBy: requestedBy === null ? null : (names.get(requestedBy) ?? null),
  }));
}
