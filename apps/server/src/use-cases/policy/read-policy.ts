import type { Instant } from '@holdfast/kernel';
import { checkPolicy, type Policy, type PolicyProblem, type Population } from '@holdfast/policy';
import type { Ports } from '../../ports.ts';
import { countPeopleInGroups } from '../../store/overview.ts';
import { newestPolicy, type PolicyVersion, policyHistory } from '../../store/policy-versions.ts';
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

/** The policy in force, as the database has it, readable. */
export async function readPolicy({ database, standing }: Pick<Ports, 'database' | 'standing'>): Promise<PolicyView> {
  const { queries } = database;
  const { policy, policyVersion } = await standing();
  const history = await policyHistory(queries, HISTORY_MAX);
  const inForce = history.find(({ version }) => version === policyVersion) ?? (await newestPolicy(queries));
  if (inForce === null) throw new Error('no version of the policy is stored');
  const populations: PopulationView[] = [];
  for (const population of policy.populations) {
    const people = await countPeopleInGroups(queries, population.appliesTo);
    populations.push({ ...viewOf(population), people });
  }
  const { version, appliedAt, appliedBy, origin } = inForce;
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
