import { effectivePolicy, judge, type Policy, populationsOf } from '@holdfast/policy';
import type { Assessment, TrustData } from '@holdfast/trust';
import type { Queries } from '../../store/database.ts';
import { judgementsToWeigh, storedAssessment, type WeighedJudgement } from '../../store/policy-impact.ts';
import { assessToday } from '../judging/assess-today.ts';
import type { Effect } from './impact-tally.ts';

/** Judgements that one query asks for. */
const IDS_AT_ONCE = 500;

/**
 * Two policies side by side. Few things differ between credentials of one model, so each assessment is judged once for each
 * set of populations that can apply, and kept as long as the comparison lasts.
 */
export class ImpactEffects {
  readonly today: Policy;
  readonly other: Policy;
  readonly trust: TrustData;
  readonly #ofJudgement = new Map<string, number>();
  readonly #known = new Map<string, number>();
  /** Each different one once; its place is its number. */
  readonly #effects: Effect[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #assessments = new Map<string, Assessment>();

  constructor(today: Policy, other: Policy, trust: TrustData) {
    this.today = today;
    this.other = other;
    this.trust = trust;
  }

  /** Undefined where there is no such judgement, or it was not asked for with `load`. */
  of(judgementId: string): Effect | undefined {
    const number = this.#ofJudgement.get(judgementId);
    return number === undefined ? undefined : this.#effects[number];
  }

  /** A small number that equal effects share. */
  numberOf(judgementId: string): number | undefined {
    return this.#ofJudgement.get(judgementId);
  }

  at(number: number): Effect {
    const effect = this.#effects[number];
    if (effect === undefined) throw new RangeError(`no effect has the number ${number}`);
    return effect;
  }

  async load(queries: Queries, judgementIds: Iterable<string>): Promise<void> {
    const missing = [...new Set(judgementIds)].filter((id) => !this.#ofJudgement.has(id));
    for (let at = 0; at < missing.length; at += IDS_AT_ONCE) {
      for (const judgement of await judgementsToWeigh(queries, missing.slice(at, at + IDS_AT_ONCE))) {
        this.#ofJudgement.set(judgement.id, await this.#numberFor(queries, judgement));
      }
    }
  }

  async #numberFor(queries: Queries, judgement: WeighedJudgement): Promise<number> {
    const { groups, factsDigest, assessmentDigest, trustDigest } = judgement;
    const isCurrent = trustDigest === this.trust.digest;
    const what = isCurrent ? assessmentDigest : `facts ${factsDigest}`;
    const key = [what, namesIn(this.today, groups), namesIn(this.other, groups)].join('\n');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const effect = this.#weigh(groups, await this.#assessmentOf(queries, what, factsDigest, isCurrent));
    const number = this.#keep(effect);
    this.#known.set(key, number);
    return number;
  }

  #keep(effect: Effect): number {
    const text = JSON.stringify(effect);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#effects.push(effect) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  async #assessmentOf(queries: Queries, what: string, factsDigest: string, isCurrent: boolean): Promise<Assessment> {
    const known = this.#assessments.get(what);
    if (known !== undefined) return known;
    const assessment = isCurrent
      ? await storedAssessment(queries, factsDigest)
      : await assessToday(queries, this.trust, factsDigest);
    this.#assessments.set(what, assessment);
    return assessment;
  }

  #weigh(groups: readonly string[], assessment: Assessment): Effect {
    const then = judge(this.other, groups, assessment);
    const isAccepted = then.outcome === 'accepted';
    return {
      class: assessment.class,
      model: assessment.model.name,
      today: judge(this.today, groups, assessment).outcome === 'accepted',
      afterwards: isAccepted,
      enforced: isAccepted && then.monitored === 0,
      monitored: then.rules
        .filter(({ mode, outcome }) => mode === 'monitor' && outcome === 'fails')
        .map(({ rule, population }) => ({ rule, population })),
      populations: populationsOf(this.other, groups).map(({ name }) => name),
      minimumToday: effectivePolicy(this.today, groups).minimumCredentials,
      minimumAfterwards: effectivePolicy(this.other, groups).minimumCredentials,
    };
  }
}

function namesIn(policy: Policy, groups: readonly string[]): string {
  return populationsOf(policy, groups)
    .map(({ name }) => name)
    .join(' ');
}
