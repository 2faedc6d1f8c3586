import { count } from '../count.ts';
import { words } from '../words.ts';

export type Day = { readonly day: string; readonly succeeded: number; readonly refused: number };
export type Bar = Day & { readonly label: string; readonly total: number };
export type ChartModel = {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** Values of the y axis, from 0 to at least the highest bar. */
  readonly ticks: readonly number[];
  readonly top: number;
};

const RECENT_DAYS = 3;
const RISING_MIN = 5;

export function chartModel(days: readonly Day[]): ChartModel {
  const bars = days.map((day) => ({ ...day, label: dayLabel(day.day), total: day.succeeded + day.refused }));
  const ticks = ticksUpTo(Math.max(0, ...bars.map((bar) => bar.total)));
  return { title: finding(days), bars, ticks, top: ticks.at(-1) ?? 1 };
}

/** The finding, so that the title says what the chart shows. */
function finding(days: readonly Day[]): string {
  const succeeded = sum(days.map((day) => day.succeeded));
  const refused = sum(days.map((day) => day.refused));
  if (succeeded + refused === 0) return words('overview.chart.nobody');
  const recent = days.slice(-RECENT_DAYS);
  const earlier = days.slice(0, -RECENT_DAYS);
  const recentRefused = sum(recent.map((day) => day.refused));
  const usual = earlier.length === 0 ? 0 : (sum(earlier.map((day) => day.refused)) / earlier.length) * RECENT_DAYS;
  if (recentRefused >= RISING_MIN && recentRefused > 2 * usual)
    return words('overview.chart.rising', { refused: count(recentRefused) });
  if (refused === 0) return words('overview.chart.all', { count: count(succeeded) });
  return words('overview.chart.some', { count: count(succeeded), refused: count(refused) });
}

/** Whole numbers in steps of 1, 2 or 5 times a power of ten; at most five steps. */
export function ticksUpTo(highest: number): readonly number[] {
  const rough = Math.max(1, highest / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power;
  const steps = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

function dayLabel(day: string): string {
  return new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
