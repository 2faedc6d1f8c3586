import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { closed, listQuery, NullableTime, PersonRef, page, Time, Uuid } from './shapes.ts';

const JobKindName = Type.Enum(['rejudge', 'impact']);

export const JobRow = Type.Object(
  {
    id: Uuid,
    kind: JobKindName,
    state: Type.Enum(['waiting', 'running', 'done', 'failed', 'cancelled', 'superseded']),
    /** Why it was asked for. */
    cause: Type.String(),
    /** Of `rejudge`: assess, judge, move, count; empty before it begins. */
    phase: Type.String(),
    done: Type.Integer({ minimum: 0, description: 'of the phase' }),
    total: Type.Integer({ minimum: 0, description: 'of the phase; 0 while nobody knows' }),
    /** Grows while it runs; its members are the kind's own. */
    result: Type.Record(Type.String(), Type.Unknown()),
    requestedBy: Type.Union([PersonRef, Type.Null()]),
    createdAt: Time,
    startedAt: NullableTime,
    finishedAt: NullableTime,
  },
  closed,
);
export type JobRow = Static<typeof JobRow>;

export const jobsContract = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/jobs',
    needs: 'overview:read',
    summary: 'Long work, such as judging everything again: progress and results, newest first',
    query: Type.Object({ kind: Type.Optional(JobKindName), cursor: listQuery.cursor, limit: listQuery.limit }, closed),
    answer: page(JobRow),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/jobs/:jobId',
    needs: 'overview:read',
    summary: 'One job: progress and result',
    params: Type.Object({ jobId: Uuid }, closed),
    answer: Type.Object({ job: JobRow }, closed),
  }),
};
