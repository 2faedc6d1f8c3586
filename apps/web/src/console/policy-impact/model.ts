import { designWords } from '../../words/design.ts';
import { count } from '../count.ts';
import { type ChartModel, dayChart, ticksUpTo } from '../parts/day-chart-model.ts';
import { words } from '../words.ts';
import type { Impact, ImpactList } from './api.ts';
import { impactLists } from './impact-search.ts';

export function sizeOf(impact: Impact, list: ImpactList): number {
  return list === 'refused_sign_in' ? impact.signIns.people : impact.all[list];
}

/** A number that matters, and whether it is a reason to stop. */
export type Tile = {
  readonly list: ImpactList;
  readonly value: number;
  readonly weight: 'bad' | 'attention' | 'plain';
};

/** Always the four that decide; of the others those that are not nothing. */
export function tilesOf(impact: Impact): readonly Tile[] {
  const always: readonly ImpactList[] = ['locked_out', 'below_minimum', 'loses_passkey', 'gains_passkey'];
  return impactLists
    .map((list) => ({ list, value: sizeOf(impact, list) }))
    .filter(({ list, value }) => value > 0 || always.includes(list))
    .map(({ list, value }) => ({ list, value, weight: value === 0 ? 'plain' : weights[list] }));
}

const weights: Readonly<Record<ImpactList, Tile['weight']>> = {
  locked_out: 'bad',
  below_minimum: 'attention',
  loses_passkey: 'attention',
  refused_sign_in: 'attention',
  gains_passkey: 'plain',
  let_in: 'plain',
  locked_out_if_enforced: 'attention',
};

/** The finding in one sentence. */
export function findingOf({ all }: Pick<Impact, 'all'>): string {
  const people = count(all.people);
  if (all.people === 0) return words('policy.impact.finding.nobody');
  if (all.locked_out > 0) return words('policy.impact.finding.lockedOut', { count: count(all.locked_out), people });
  if (all.loses_passkey > 0) return words('policy.impact.finding.loses', { count: count(all.loses_passkey), people });
  if (all.below_minimum > 0) return words('policy.impact.finding.below', { count: count(all.below_minimum), people });
  if (all.gains_passkey > 0) return words('policy.impact.finding.gains', { count: count(all.gains_passkey), people });
  return words('policy.impact.finding.nothing', { count: people });
}

export type PopulationBar = {
  readonly name: string;
  readonly people: number;
  /** Have no way in afterwards. */
  readonly lockedOut: number;
  /** Lose a passkey and keep another. */
  readonly loses: number;
};
export type PopulationChartModel = {
  readonly title: string;
  readonly bars: readonly PopulationBar[];
  readonly ticks: readonly number[];
  readonly top: number;
};

/** Populations by how many people lose something; those where nobody does are left to the table. */
export function populationChart({ populations }: Pick<Impact, 'populations'>): PopulationChartModel {
  const bars = populations
    .map(({ name, people, locked_out, loses_passkey }) => ({
      name: populationName(name),
      people,
      lockedOut: locked_out,
      // Whoever is left outside loses a passkey too.
      loses: Math.max(0, loses_passkey - locked_out),
    }))
    .filter((bar) => affected(bar) > 0)
    .sort((a, b) => affected(b) - affected(a) || b.lockedOut - a.lockedOut || a.name.localeCompare(b.name));
  const [first] = bars;
  const ticks = ticksUpTo(first === undefined ? 0 : affected(first));
  const title =
    first === undefined
      ? words('policy.impact.populations.none')
      : words('policy.impact.populations.finding', {
          name: first.name,
          part: count(affected(first)),
          count: count(first.people),
        });
  return { title, bars, ticks, top: ticks.at(-1) ?? 1 };
}

export function affected({ lockedOut, loses }: Pick<PopulationBar, 'lockedOut' | 'loses'>): number {
  return lockedOut + loses;
}

/** Those to whom no population applies have no name in the answer. */
export function populationName(name: string): string {
  return name === '' ? words('policy.impact.populations.noPopulation') : name;
}

/** Sign-ins of the last days in two parts: those that would go on to work, and those that would have been refused. */
export function signInChart({ signIns }: Pick<Impact, 'signIns'>): ChartModel {
  const { days, replayed, refused } = signIns;
  const said = { count: count(replayed), refused: count(refused) };
  const title =
    replayed === 0
      ? words('policy.impact.signIns.nobody')
      : refused === 0
        ? words('policy.impact.signIns.none', said)
        : words('policy.impact.signIns.some', said);
  return dayChart(
    title,
    days.map((day) => ({ day: day.day, succeeded: day.succeeded - day.refused, refused: day.refused })),
  );
}

/** How many of them the policy in force would refuse by now, for comparison. */
export function refusedToday({ signIns }: Pick<Impact, 'signIns'>): number {
  return signIns.days.reduce((sum, day) => sum + day.refusedToday, 0);
}

const classes = ['synced', 'platform', 'security-key', 'mobile-bound', 'managed-device'] as const;

/** A class of a later release stands under its own name. */
export function classText(name: string): string {
  const known = classes.find((each) => each === name);
  return known === undefined ? name : designWords(`class_${known}`);
}
