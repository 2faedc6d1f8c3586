import { effectivePolicy, groupsNamed, judge, type Policy, populationsOf } from '@holdfast/policy';
import type { Assessment, TrustData } from '@holdfast/trust';
import type { Queries } from '../../store/database.ts';
import { unsettledAmong } from '../../store/named-groups.ts';
import {
  judgementsToWeigh,
  membershipsOf,
  storedAssessment,
  type WeighedJudgement,
} from '../../store/policy-impact.ts';
import { assessToday } from '../judging/assess-today.ts';
import type { Effect } from './impact-tally.ts';

/** The id of a judgement, and what `othersAmong` has for the person, if anything. */
export type JudgementKey = string;

export function judgementKey(judgementId: string, others: string | undefined): JudgementKey {
  return others === undefined ? judgementId : `${judgementId} ${others}`;
}

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
  /**
   * Groups that one of the policies names and audiences do not tell apart yet. Two people with passkeys of one judgement are
   * different when one of them is in such a group: who is has a key of their own for the judgement.
   */
  readonly unsettled: readonly string[];
  readonly #ofJudgement = new Map<string, number>();
  readonly #known = new Map<string, number>();
  /** Each different one once; its place is its number. */
  readonly #effects: Effect[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #assessments = new Map<string, Assessment>();

  constructor(today: Policy, other: Policy, trust: TrustData, unsettled: readonly string[]) {
    this.today = today;
    this.other = other;
    this.trust = trust;
    this.unsettled = unsettled;
  }

  static async of(queries: Queries, today: Policy, other: Policy, trust: TrustData): Promise<ImpactEffects> {
    const named = [...new Set([...groupsNamed(today), ...groupsNamed(other)])];
    return new ImpactEffects(today, other, trust, await unsettledAmong(queries, named));
  }

  /** Keys for people who are in groups that audiences do not tell apart; everybody else is known by the judgement alone. */
  async othersAmong(queries: Queries, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return await membershipsOf(queries, this.unsettled, people);
  }

  /** Undefined where there is no such judgement, or it was not asked for with `load`. */
  of(key: JudgementKey): Effect | undefined {
    const number = this.#ofJudgement.get(key);
    return number === undefined ? undefined : this.#effects[number];
  }

  /** A small number that equal effects share. */
  numberOf(key: JudgementKey): number | undefined {
    return this.#ofJudgement.get(key);
  }

  at(number: number): Effect {
    const effect = this.#effects[number];
    if (effect === undefined) throw new RangeError(`no effect has the number ${number}`);
    return effect;
  }

  async load(queries: Queries, keys: Iterable<JudgementKey>): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !this.#ofJudgement.has(key));
    const byJudgement = Map.groupBy(missing, (key) => key.split(' ', 1)[0] ?? key);
    const ids = [...byJudgement.keys()];
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      for (const judgement of await judgementsToWeigh(queries, ids.slice(at, at + IDS_AT_ONCE))) {
        for (const key of byJudgement.get(judgement.id) ?? []) {
          const others = key.slice(judgement.id.length + 1);
          const groups = others === '' ? judgement.groups : [...new Set([...judgement.groups, ...others.split(',')])];
          this.#ofJudgement.set(key, await this.#numberFor(queries, judgement, groups));
        }
      }
    }
  }

  async #numberFor(queries: Queries, judgement: WeighedJudgement, groups: readonly string[]): Promise<number> {
    const { factsDigest, assessmentDigest, trustDigest } = judgement;
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
