import { effectivePolicy, populationsOf } from './effective-policy.ts';
import {
  type AssessedCredential,
  type EffectivePolicy,
  type Policy,
  type Population,
  type RuleOutcome,
  ruleIds,
  type Verdict,
} from './model.ts';
import { personSentence } from './person-words.ts';
import { isSyncable, type Rule, rules, type Standard } from './rules.ts';

/** Applies every rule of every population that applies to a person, and keeps every reason. */
export function judge(policy: Policy, groups: readonly string[], credential: AssessedCredential): Verdict {
  const effective = effectivePolicy(policy, groups);
  const outcomes = populationsOf(policy, groups).flatMap((population) =>
    rules.map((rule) => outcomeOf(rule, population, credential, effective)),
  );
  const told = outcomes.length > 0 ? outcomes : [noPopulation(groups, credential, effective)];
  const accepted = !told.some(refuses);
  return {
    shape: 2,
    outcome: accepted ? 'accepted' : 'refused',
    tier: accepted ? tierOf(credential) : 0,
    policyDigest: policy.digest,
    monitored: told.filter((each) => each.outcome === 'fails' && each.mode === 'monitor').length,
    // Within one rule the order of the file stands: sorting is stable.
    rules: told.toSorted((a, b) => weight(b) - weight(a) || ruleIds.indexOf(a.rule) - ruleIds.indexOf(b.rule)),
  };
}

/** The one sentence to show where a screen has room for one; null when the credential was accepted. */
export function sentenceForPerson(verdict: Verdict): string | null {
  return verdict.rules.find(refuses)?.person ?? null;
}

/** The lines for the operator: every rule that refused. */
export function linesForOperator(verdict: Verdict): readonly string[] {
  return verdict.rules.filter(refuses).map(({ operator }) => operator);
}

/** product.md, Words: 1 any passkey; 2 device-bound with user verification; 3 attested hardware security key. */
function tierOf(credential: AssessedCredential): 1 | 2 | 3 {
  if (isSyncable(credential) || !credential.userVerified) return 1;
  return credential.class === 'security-key' && credential.evidence === 'attested' ? 3 : 2;
}

export function standardOf(population: Population): Standard {
  const { approvedAuthenticators: approved } = population;
  return { ...population, approvedAuthenticators: approved === null ? [] : [approved] };
}

function refuses({ outcome, mode }: RuleOutcome): boolean {
  return outcome === 'fails' && mode === 'enforce';
}

function weight({ outcome, mode }: RuleOutcome): number {
  if (outcome === 'holds') return 0;
  return mode === 'enforce' ? 2 : 1;
}

function outcomeOf(
  { id, check }: Rule,
  population: Population,
  credential: AssessedCredential,
  effective: EffectivePolicy,
): RuleOutcome {
  const { holds, fact, received, expected } = check(standardOf(population), credential);
  const position = population.positions[id] ?? null;
  const entryLine = population.positions['name']?.line;
  const place = position === null ? `default, entry at line ${entryLine}` : `line ${position.line}`;
  return {
    rule: id,
    population: population.name,
    outcome: holds ? 'holds' : 'fails',
    mode: 'enforce',
    fact,
    received,
    expected,
    operator: `${id} of ${population.name} (${place}) ${holds ? 'holds' : 'fails'}: ${fact} is ${received}; expected ${expected}`,
    person: holds ? null : personSentence(id, effective, credential),
    position,
  };
}

function noPopulation(
  groups: readonly string[],
  credential: AssessedCredential,
  effective: EffectivePolicy,
): RuleOutcome {
  const received = groups.length === 0 ? 'none' : groups.toSorted().join(', ');
  const expected = 'an entry that applies to the person';
  return {
    rule: 'applies_to',
    population: '',
    outcome: 'fails',
    mode: 'enforce',
    fact: 'groups',
    received,
    expected,
    operator: `applies_to fails: groups is ${received}; expected ${expected}; without one nothing is allowed`,
    person: personSentence('applies_to', effective, credential),
    position: null,
  };
}
