import type { Instant } from '@holdfast/kernel';
import { checkPolicy, type Policy, type PolicyProblem, type Population } from '@holdfast/policy';
import type { Ports } from '../../ports.ts';
import { type PolicyVersion, policyHistory } from '../../store/policy-versions.ts';
import { countByPopulation, peopleFigures } from '../overview/people-figures.ts';
import { policyInForce } from './policy-in-force.ts';
import { settingTexts, valuesOf } from './setting-texts.ts';

/** How many former versions the page lists. */
const HISTORY_MAX = 100;

export type PopulationView = {
  readonly name: string;
  readonly appliesTo: readonly string[] | null;
  readonly people: number;
  readonly settings: readonly {
    readonly key: string;
    readonly value: string;
    readonly isDefault: boolean;
    readonly line: number | null;
  }[];
};

export type PolicyView = {
  readonly policy: Policy;
  readonly version: number;
  readonly appliedAt: Instant;
  readonly appliedBy: string;
  readonly origin: PolicyVersion['origin'];
  readonly populations: readonly PopulationView[];
  readonly warnings: readonly PolicyProblem[];
  readonly history: readonly Omit<PolicyVersion, 'source'>[];
};

/** The policy in force, as the database has it, readable: whoever just changed it sees what they did. */
export async function readPolicy({ database: { queries } }: Pick<Ports, 'database'>): Promise<PolicyView> {
  const { stored, policy } = await policyInForce(queries);
  const history = await policyHistory(queries, HISTORY_MAX);
  const populations: PopulationView[] = [];
  const counts = await countByPopulation(queries, policy, (await peopleFigures(queries)).figures);
  for (const population of policy.populations) {
    populations.push({ ...viewOf(population), people: counts.get(population.name) ?? 0 });
  }
  const { version, appliedAt, appliedBy, origin } = stored;
  const { problems } = checkPolicy(policy.source, 'policy');
  return { policy, version, appliedAt, appliedBy, origin, populations, warnings: problems, history };
}

function viewOf(population: Population): Omit<PopulationView, 'people'> {
  const { name, appliesTo, positions } = population;
  const settings = settingTexts(valuesOf(population)).map(({ key, value }) => {
    const line = positions[key]?.line ?? null;
    return { key, value, isDefault: line === null, line };
  });
  return { name, appliesTo, settings };
}
