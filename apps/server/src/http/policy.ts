import { ok } from '@holdfast/kernel';
import { checkPolicy, type PolicyProblem } from '@holdfast/policy';
import type { Static } from 'typebox';
import { explainPolicy } from '../use-cases/policy/explain-policy.ts';
import { type PopulationView, readPolicy } from '../use-cases/policy/read-policy.ts';
import { policyContract as contract, type PolicyProblemShape, type PopulationShape } from './contract/policy.ts';
import { type Route, route } from './route.ts';
import { verdictShape } from './verdict-shape.ts';

export const policyRoutes: readonly Route[] = [
  route(contract.read, async (ports) => {
    const { policy, version, appliedAt, appliedBy, origin, populations, warnings, history } = await readPolicy(ports);
    return ok({
      body: {
        source: policy.source,
        digest: policy.digest,
        version,
        appliedAt,
        appliedBy,
        origin,
        populations: populations.map(populationShape),
        warnings: warnings.map(problemShape),
        history: [...history],
      },
    });
  }),
  route(contract.check, async (_, { body }) =>
    ok({ body: { problems: checkPolicy(body.source, 'policy').problems.map(problemShape) } }),
  ),
  route(contract.explain, async (ports, { body }) => {
    const explained = await explainPolicy(ports, body.personId, body.credentialId);
    if (!explained.ok) return explained;
    const { person, effective, settings, credentials } = explained.value;
    const { id, username, displayName } = person;
    return ok({
      body: {
        person: { id, username, displayName },
        groups: [...person.groups],
        populations: [...effective.populations],
        effective: [...settings],
        credentials: credentials.map((each) => ({ ...each, verdict: verdictShape(each.verdict) })),
      },
    });
  }),
];

function populationShape({ name, appliesTo, people, settings }: PopulationView): Static<typeof PopulationShape> {
  return { name, appliesTo: appliesTo === null ? null : [...appliesTo], people, settings: [...settings] };
}

export function problemShape({ file: _, other, ...problem }: PolicyProblem): Static<typeof PolicyProblemShape> {
  return other === undefined ? problem : { ...problem, other };
}
