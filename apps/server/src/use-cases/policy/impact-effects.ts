import { effectivePolicy, judge, type Policy, populationsOf } from '@holdfast/policy';
import type { Assessment, TrustData } from '@holdfast/trust';
import type { Queries } from '../../store/database.ts';
import { judgementsToWeigh, readPasskeys, storedAssessment, type WeighedJudgement } from '../../store/policy-impact.ts';
import { assessToday } from '../judging/assess-today.ts';
import { type Effect, type HeldPasskey, type ImpactList, listsOf } from './impact-tally.ts';

/** What two policies make of a person's passkeys, worked out once for all people whose passkeys are judged alike. */
export type Alike = { readonly held: readonly HeldPasskey[]; readonly lists: readonly ImpactList[]; count: number };

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
  readonly #ofJudgement = new Map<string, Effect>();
  readonly #known = new Map<string, Effect>();
  readonly #assessments = new Map<string, Assessment>();

  constructor(today: Policy, other: Policy, trust: TrustData) {
    this.today = today;
    this.other = other;
    this.trust = trust;
  }

  /** Undefined where there is no such judgement, or it was not asked for with `load`. */
  of(judgementId: string): Effect | undefined {
    return this.#ofJudgement.get(judgementId);
  }

  async load(queries: Queries, judgementIds: Iterable<string>): Promise<void> {
    const missing = [...new Set(judgementIds)].filter((id) => !this.#ofJudgement.has(id));
    for (let at = 0; at < missing.length; at += IDS_AT_ONCE) {
      for (const judgement of await judgementsToWeigh(queries, missing.slice(at, at + IDS_AT_ONCE))) {
        this.#ofJudgement.set(judgement.id, await this.#effectOf(queries, judgement));
      }
    }
  }

  /** @returns null where nothing of it is known any more */
  alike(passkeys: string): Alike | null {
    const held = readPasskeys(passkeys).flatMap(({ judgementId, isActive }) => {
      const effect = this.of(judgementId);
      return effect === undefined ? [] : { effect, isActive };
    });
    return held.length === 0 ? null : { held, lists: listsOf(held), count: 0 };
  }

  async #effectOf(queries: Queries, judgement: WeighedJudgement): Promise<Effect> {
    const { groups, factsDigest, assessmentDigest, trustDigest } = judgement;
    const isCurrent = trustDigest === this.trust.digest;
    const what = isCurrent ? assessmentDigest : `facts ${factsDigest}`;
    const key = [what, namesIn(this.today, groups), namesIn(this.other, groups)].join('\n');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const effect = this.#weigh(groups, await this.#assessmentOf(queries, what, factsDigest, isCurrent));
    this.#known.set(key, effect);
    return effect;
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
