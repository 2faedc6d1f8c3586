import { err, ok, type Result } from '@holdfast/kernel';
import { judge, refuses } from './judge.ts';
import type { Policy, RuleId, Verdict } from './model.ts';
import { type PolicyCase, readCases } from './policy-cases.ts';
import { type PolicyProblem, problemCollector } from './problems.ts';
import { readYaml } from './read-yaml.ts';

/** What became of one case. */
export type PolicyTestCase = {
  readonly name: string;
  /** Line of the file of cases. */
  readonly line: number;
  readonly passed: boolean;
  readonly expected: {
    readonly outcome: 'accepted' | 'refused';
    readonly because: RuleId | null;
    readonly tier: number | null;
  };
  readonly got: Pick<Verdict, 'outcome' | 'tier' | 'monitored'>;
  /** Null where it passed. */
  readonly words: string | null;
  /** Every rule that refused or would, as operators read it. */
  readonly failing: readonly string[];
};

export type PolicyTestReport = {
  readonly passed: number;
  readonly failed: number;
  /** In the order of the file. */
  readonly cases: readonly PolicyTestCase[];
};

/**
 * Holds a policy against the cases of the organisation that it is for.
 * @param file the name of the file of cases, for problems.
 * @returns what became of each case; or what is wrong with the file, and then nothing was tried.
 */
export function runPolicyTests(
  policy: Policy,
  casesSource: string,
  file: string,
): Result<PolicyTestReport, PolicyProblem[]> {
  const { report, sorted } = problemCollector(file);
  const tree = readYaml(casesSource, report);
  const cases = tree === undefined ? [] : readCases(tree, report);
  const problems = sorted();
  if (problems.some(({ severity }) => severity === 'error')) return err(problems);
  const done = cases.map((each) => tryCase(policy, each));
  const passed = done.filter((each) => each.passed).length;
  return ok({ passed, failed: done.length - passed, cases: done });
}

function tryCase(policy: Policy, { name, groups, credential, expect, because, tier, at }: PolicyCase): PolicyTestCase {
  const verdict = judge(policy, groups, credential);
  const expected = { outcome: expect, because, tier };
  const words = mismatch(expected, verdict);
  const failing = verdict.rules.filter(({ outcome }) => outcome === 'fails').map(({ operator }) => operator);
  const got = { outcome: verdict.outcome, tier: verdict.tier, monitored: verdict.monitored };
  return { name, line: at.line, passed: words === null, expected, got, words, failing };
}

/** What is not as expected, the first thing first. */
function mismatch({ outcome, because, tier }: PolicyTestCase['expected'], verdict: Verdict): string | null {
  if (verdict.outcome !== outcome) {
    return verdict.outcome === 'accepted'
      ? `expected to be refused, but is accepted at tier ${verdict.tier}`
      : 'expected to be accepted, but is refused';
  }
  const reasons = [...new Set(verdict.rules.filter(refuses).map(({ rule }) => rule))];
  if (because !== null && !reasons.includes(because)) {
    return `expected to be refused because of ${because}, but is because of ${reasons.join(', ')}`;
  }
  if (tier !== null && verdict.tier !== tier) return `expected to reach tier ${tier}, but reaches tier ${verdict.tier}`;
  return null;
}

/** The report as text for a terminal. */
export function policyTestText({ passed, failed, cases }: PolicyTestReport, file: string): string {
  const lines = cases.flatMap(({ name, line, words, failing }) =>
    words === null
      ? [`ok    ${name}`]
      : [`FAIL  ${name} (${file}:${line}): ${words}`, ...failing.map((each) => `        ${each}`)],
  );
  return `${[...lines, `${passed} passed, ${failed} failed`].join('\n')}\n`;
}
