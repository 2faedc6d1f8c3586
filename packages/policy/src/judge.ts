import { effectivePolicy, populationsOf } from './effective-policy.ts';
import type { AssessedCredential, EffectivePolicy, Policy, Population, RuleOutcome, Verdict } from './model.ts';
import { personSentence } from './person-words.ts';
import { admits, isSyncable, monitoredFailures, type Rule, rules, type Standard } from './rules.ts';

/** What a verdict says without its reasons: for those who ask about very many. */
export type Decision = Pick<Verdict, 'outcome' | 'tier' | 'monitored'>;

/** As `judge`, with no word of why: cheap enough for every passkey of an organisation. */
export function decide(policy: Policy, groups: readonly string[], credential: AssessedCredential): Decision {
  let applying = 0;
  let accepted = true;
  let monitored = 0;
  for (const population of populationsOf(policy, groups)) {
    const standard = standardOf(population);
    applying += 1;
    accepted &&= admits(standard, credential);
    monitored += monitoredFailures(standard, credential);
  }
  accepted &&= applying > 0;
  return { outcome: accepted ? 'accepted' : 'refused', tier: accepted ? tierOf(credential) : 0, monitored };
}

/** Applies every rule of every population that applies to a person, and keeps every reason. */
export function judge(policy: Policy, groups: readonly string[], credential: AssessedCredential): Verdict {
  const applying = populationsOf(policy, groups).map((population) => ({
    population,
    standard: standardOf(population),
  }));
  let known: EffectivePolicy | undefined;
  const effective = () => {
    known ??= effectivePolicy(policy, groups);
    return known;
  };
  // Rule by rule, and within one rule in the order of the file.
  const outcomes = rules.flatMap((rule) =>
    applying
      .filter(({ standard }) => rule.isSet(standard))
      .map((place) => outcomeOf(rule, place, credential, effective)),
  );
  if (applying.length === 0) outcomes.push(noPopulation(groups, credential, effective()));
  const refusing = outcomes.filter(refuses);
  const recorded = outcomes.filter((each) => each.outcome === 'fails' && !refuses(each));
  const accepted = refusing.length === 0;
  return {
    shape: 2,
    outcome: accepted ? 'accepted' : 'refused',
    tier: accepted ? tierOf(credential) : 0,
    policyDigest: policy.digest,
    monitored: recorded.length,
    rules: [...refusing, ...recorded, ...outcomes.filter(({ outcome }) => outcome === 'holds')],
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

/** What one population says by itself, in the shape of what several say together. */
export function standardOf(population: Population): Standard {
  const { approvedAuthenticators: approved, keyProtection } = population;
  return {
    ...population,
    approvedAuthenticators: approved === null ? [] : [approved],
    keyProtection: keyProtection === null ? [] : [keyProtection],
  };
}

/** Whether this is why a credential is refused. */
export function refuses({ outcome, mode }: RuleOutcome): boolean {
  return outcome === 'fails' && mode === 'enforce';
}

const failed = { enforce: 'fails', monitor: 'fails (only monitored)' } as const;

function outcomeOf(
  { id, holds, tell }: Rule,
  { population, standard }: { readonly population: Population; readonly standard: Standard },
  credential: AssessedCredential,
  effective: () => EffectivePolicy,
): RuleOutcome {
  const held = holds(standard, credential);
  const mode = population.monitor.includes(id) ? 'monitor' : 'enforce';
  const { fact, received, expected } = tell(standard, credential);
  const position = population.positions[id] ?? null;
  const entryLine = population.positions['name']?.line;
  const place = position === null ? `default, entry at line ${entryLine}` : `line ${position.line}`;
  return {
    rule: id,
    population: population.name,
    outcome: held ? 'holds' : 'fails',
    mode,
    fact,
    received,
    expected,
    operator: `${id} of ${population.name} (${place}) ${held ? 'holds' : failed[mode]}: ${fact} is ${received}; expected ${expected}`,
    person: held || mode === 'monitor' ? null : personSentence(id, effective(), credential),
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
