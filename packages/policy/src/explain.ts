import { algorithmName } from './algorithms.ts';
import { populationsOf } from './effective-policy.ts';
import { judge, sentenceForPerson } from './judge.ts';
import type { AssessedCredential, Policy, Population, RuleId, Verdict } from './model.ts';
import { modelText } from './rules.ts';

/** One line of an explanation. `about` says what kind of line it is; the other members are set where they mean something. */
export type ExplainLine = {
  readonly about: 'credential' | 'population' | 'rule' | 'decision' | 'person';
  readonly text: string;
  readonly outcome: 'holds' | 'fails' | null;
  /** Of rules: whether a failure refuses or is only recorded. */
  readonly mode: 'enforce' | 'monitor' | null;
  readonly population: string | null;
  readonly rule: RuleId | null;
  /** Line of the policy file. */
  readonly line: number | null;
};

/** Why a credential of somebody in these groups gets its verdict, rule by rule, for people who run the system. */
export function explain(
  policy: Policy,
  groups: readonly string[],
  credential: AssessedCredential,
): readonly ExplainLine[] {
  const verdict = judge(policy, groups, credential);
  const applying = populationsOf(policy, groups);
  const others = policy.populations.filter((population) => !applying.includes(population));
  const rulesOf = (name: string) => verdict.rules.filter(({ population }) => population === name).map(ruleLine);
  const sentence = sentenceForPerson(verdict);
  return [
    line('credential', credentialText(credential)),
    ...applying.flatMap((population) => [appliesLine(population, groups), ...rulesOf(population.name)]),
    ...(applying.length === 0 ? rulesOf('') : []),
    ...others.map(notLine),
    line('decision', decisionText(verdict), {
      outcome: verdict.outcome === 'accepted' ? 'holds' : 'fails',
    }),
    ...(sentence === null ? [] : [line('person', `The person reads: ${sentence}`)]),
  ];
}

const marks = { enforce: { holds: 'ok  ', fails: 'FAIL' }, monitor: { holds: 'ok  ', fails: 'note' } } as const;

/** `explain` as text for a terminal. */
export function explainText(policy: Policy, groups: readonly string[], credential: AssessedCredential): string {
  const lines = explain(policy, groups, credential).map(({ about, text, outcome, mode }) => {
    if (about === 'rule' && outcome !== null) return `  ${marks[mode ?? 'enforce'][outcome]}  ${text}`;
    return text;
  });
  return `${lines.join('\n')}\n`;
}

function line(about: ExplainLine['about'], text: string, more: Partial<ExplainLine> = {}): ExplainLine {
  return { about, text, outcome: null, mode: null, population: null, rule: null, line: null, ...more };
}

function credentialText(credential: AssessedCredential): string {
  const { class: what, evidence, model, algorithm, userVerified, backupEligible, backedUp } = credential;
  const backup = backedUp ? 'backed up' : backupEligible ? 'backup eligible' : 'backup not eligible';
  const verified = userVerified ? 'user verified' : 'user not verified';
  return `Credential: ${what}, ${evidence}; ${modelText(model)}; ${algorithmName(algorithm)}; ${verified}; ${backup}`;
}

function appliesLine({ name, appliesTo, positions }: Population, groups: readonly string[]): ExplainLine {
  const shared = appliesTo?.filter((group) => groups.includes(group)) ?? [];
  const because = appliesTo === null ? 'to everybody' : `because of ${shared.join(', ')}`;
  const at = positions['name']?.line ?? null;
  return line('population', `${name} (line ${at}) applies ${because}`, {
    population: name,
    outcome: 'holds',
    line: at,
  });
}

function notLine({ name, appliesTo, positions }: Population): ExplainLine {
  const at = positions['name']?.line ?? null;
  const text = `${name} (line ${at}) does not apply: only to ${appliesTo?.join(', ')}`;
  return line('population', text, { population: name, outcome: 'fails', line: at });
}

function ruleLine({
  rule,
  population,
  outcome,
  mode,
  operator,
  position,
}: ReturnType<typeof judge>['rules'][number]): ExplainLine {
  return line('rule', operator, { rule, population, outcome, mode, line: position?.line ?? null });
}

function decisionText({ outcome, tier, monitored }: Verdict): string {
  const decision = outcome === 'accepted' ? `Accepted, tier ${tier}` : 'Refused';
  if (monitored === 0) return decision;
  const would = monitored === 1 ? '1 monitored rule' : `${monitored} monitored rules`;
  return `${decision}; ${would} would refuse it`;
}
