import { ok, type Result } from '@holdfast/kernel';
import type { Static } from 'typebox';
import { listProposals, type PolicyProposal, proposalStates } from '../store/policy-proposals.ts';
import { approveProposal, rejectProposal, withdrawProposal } from '../use-cases/policy/decide-proposal.ts';
import { proposePolicy } from '../use-cases/policy/propose-policy.ts';
import { type PolicyDiff, readDiff } from '../use-cases/policy/read-diff.ts';
import { readProposal, readVersion } from '../use-cases/policy/read-proposal.ts';
import { policyContract as contract, type DiffShape, type ProposalRow } from './contract/policy.ts';
import { decodeCursor, LIMIT_DEFAULT, pageAnswer, parseListQuery } from './list-query.ts';
import { problemShape } from './policy.ts';
import { type RefusedCall, type Route, route } from './route.ts';

const filters = { state: proposalStates } as const;

/** Changing the policy: what would change, proposals, and what a second person decides. */
export const policyChangeRoutes: readonly Route[] = [
  route(contract.diff, async (ports, { actor, body }) =>
    ok({ body: diffShape(await readDiff(ports, body.source, actor.personId)) }),
  ),
  route(contract.version, async (ports, { at, params }) => {
    const read = await readVersion(ports, Number(params.version), at);
    if (!read.ok) return read;
    const { stored, proposal } = read.value;
    const { version, source, digest, origin, appliedAt, appliedBy, note } = stored;
    return ok({
      body: {
        version,
        source,
        digest,
        origin,
        appliedAt,
        appliedBy,
        note,
        proposal: proposal === null ? null : proposalRow(proposal),
      },
    });
  }),
  route(contract.proposals, async (ports, { at, query }) => {
    const wanted = parseListQuery(query.q, filters);
    if (!wanted.ok) return wanted;
    const after = decodeCursor(query.cursor, ['number', 'string']);
    if (!after.ok) return after;
    const limit = query.limit ?? LIMIT_DEFAULT;
    const states = proposalStates.filter((state) => wanted.value.filters.state?.includes(state) ?? true);
    const page = await listProposals(ports.database.queries, states, at, { after: after.value, limit });
    return ok({ body: pageAnswer(page, proposalRow) });
  }),
  route(contract.proposal, async (ports, { at, actor, params }) => {
    const read = await readProposal(ports, params.proposalId, at, actor.personId);
    if (!read.ok) return read;
    const { proposal, source, diff } = read.value;
    return ok({ body: { proposal: proposalRow(proposal), source, diff: diffShape(diff) } });
  }),
  route(contract.propose, async (ports, call) => {
    const proposed = await proposePolicy(ports, { by: 'person', ...call }, { force: false, ...call.body });
    if (!proposed.ok) return proposed;
    if (proposed.value.at === 'waiting') {
      const { proposalId } = proposed.value;
      return ok({ body: { applied: null, proposalId, locksOutYourself: false } });
    }
    const { version, outdated, locksOutYourself } = proposed.value;
    return ok({ body: { applied: { version, outdated }, proposalId: null, locksOutYourself } });
  }),
  route(contract.approve, async (ports, call) => {
    const { digest, note = null } = call.body;
    const approved = await approveProposal(ports, call, call.params.proposalId, { digest, note });
    return approved.ok ? ok({ body: approved.value }) : approved;
  }),
  route(contract.reject, async (ports, call) =>
    withoutBody(await rejectProposal(ports, call, call.params.proposalId, call.body.reason)),
  ),
  route(contract.withdraw, async (ports, call) =>
    withoutBody(await withdrawProposal(ports, call, call.params.proposalId)),
  ),
];

function withoutBody(done: Result<undefined, RefusedCall>): Result<{ readonly body: undefined }, RefusedCall> {
  return done.ok ? ok({ body: undefined }) : done;
}

export function diffShape({ problems, changes, lines, ...rest }: PolicyDiff): Static<typeof DiffShape> {
  return {
    ...rest,
    problems: problems.map(problemShape),
    changes: changes.map((change) => ({ ...change })),
    lines: lines.map((line) => ({ ...line })),
  };
}

function proposalRow(proposal: PolicyProposal): Static<typeof ProposalRow> {
  return { ...proposal };
}
