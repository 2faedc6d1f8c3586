import { err, ok, refuse } from '@holdfast/kernel';
import { findJob } from '../store/jobs.ts';
import { listedPeople } from '../store/policy-impact.ts';
import { findProposal } from '../store/policy-proposals.ts';
import { cancelImpact, startImpact } from '../use-cases/policy/impact-job.ts';
import type { ImpactResult } from '../use-cases/policy/impact-result.ts';
import { policyImpactContract as contract } from './contract/policy-impact.ts';
import { decodeCursor, LIMIT_DEFAULT, pageAnswer } from './list-query.ts';
import { type Route, route } from './route.ts';

/** Whom a change of the policy would concern: worked out in the background, read when it is done. */
export const policyImpactRoutes: readonly Route[] = [
  route(contract.impact, async (ports, call) => {
    const started = await startImpact(ports, call, call.body.source);
    return started.ok ? ok({ body: { jobId: started.value } }) : started;
  }),
  route(contract.impactOfProposal, async (ports, call) => {
    const proposal = await findProposal(ports.database.queries, call.params.proposalId, call.at);
    if (proposal === null) return err(refuse('proposal.not_found'));
    const started = await startImpact(ports, call, proposal.source);
    return started.ok ? ok({ body: { jobId: started.value } }) : started;
  }),
  route(contract.impactRead, async ({ database }, { params }) => {
    const job = await findJob(database.queries, params.jobId);
    if (job?.kind !== 'impact') return err(refuse('impact.not_found'));
    const { state, phase, done, total } = job;
    const result = state === 'done' ? (job.result as unknown as ImpactResult) : null;
    return ok({ body: { state, phase, done, total, result: result === null ? null : resultShape(result) } });
  }),
  route(contract.impactCancel, async (ports, { at, params }) => {
    const cancelled = await cancelImpact(ports, params.jobId, at);
    return cancelled.ok ? ok({ body: undefined }) : cancelled;
  }),
  route(contract.impactPeople, async ({ database }, { params, query }) => {
    const after = decodeCursor(query.cursor, ['string']);
    if (!after.ok) return after;
    const job = await findJob(database.queries, params.jobId);
    if (job?.kind !== 'impact') return err(refuse('impact.not_found'));
    const limit = query.limit ?? LIMIT_DEFAULT;
    const { list = 'locked_out' } = query;
    const page = await listedPeople(database.queries, job.id, list, { after: after.value, limit });
    return ok({ body: pageAnswer(page, (person) => person) });
  }),
];

function resultShape({ populations, models, monitored, signIns, ...rest }: ImpactResult) {
  return {
    ...rest,
    populations: [...populations],
    models: [...models],
    monitored: [...monitored],
    signIns: { ...signIns, days: [...signIns.days] },
  };
}
