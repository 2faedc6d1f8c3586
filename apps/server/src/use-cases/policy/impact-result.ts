import { DAY_MS } from '@holdfast/kernel';
import { type ImpactState, LISTED_MAX, type NameLists } from './impact-step.ts';
import type { PeopleCounts, Tally } from './impact-tally.ts';

/** What a change of the policy would do, counted over everybody. */
export type ImpactResult = {
  /** The version that it was compared with. */
  readonly baseVersion: number;
  /** SHA-256 of the other text. */
  readonly digest: string;
  readonly all: PeopleCounts;
  /** By population of the other policy; '' are those to whom none applies. */
  readonly populations: readonly ({ readonly name: string } & PeopleCounts)[];
  readonly models: readonly Tally['models'][string][];
  /** What rules in monitor mode would refuse if they were enforced. */
  readonly monitored: readonly Tally['monitored'][string][];
  readonly signIns: {
    readonly days: readonly {
      /** `2026-11-20`, UTC. */
      readonly day: string;
      readonly succeeded: number;
      readonly refused: number;
      readonly refusedToday: number;
    }[];
    readonly replayed: number;
    readonly refused: number;
    /** Whose; at most `namesMax`. */
    readonly people: number;
    /** False when there were more than are replayed: the newest were. */
    readonly isComplete: boolean;
  };
  /** How many names each list has at most. */
  readonly namesMax: number;
};

export async function impactResult(
  { tally, replay }: ImpactState,
  names: NameLists,
  { baseVersion, digest }: Pick<ImpactResult, 'baseVersion' | 'digest'>,
): Promise<ImpactResult> {
  const { all, populations, models, monitored } = tally;
  const { days, replayed, isComplete } = replay;
  return {
    baseVersion,
    digest,
    all,
    populations: Object.entries(populations).map(([name, counts]) => ({ name, ...counts })),
    models: Object.values(models).toSorted((a, b) => b.lost - a.lost || b.passkeys - a.passkeys),
    monitored: Object.values(monitored).toSorted((a, b) => b.passkeys - a.passkeys),
    signIns: {
      days: days.map(({ day, ...counts }) => ({ day: new Date(day * DAY_MS).toISOString().slice(0, 10), ...counts })),
      replayed,
      refused: days.reduce((sum, { refused }) => sum + refused, 0),
      people: await names.count('refused_sign_in'),
      isComplete,
    },
    namesMax: LISTED_MAX,
  };
}
