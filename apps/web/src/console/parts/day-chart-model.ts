/** Two numbers of a day: what ended well, and what was or would be refused. */
export type Day = { readonly day: string; readonly succeeded: number; readonly refused: number };
export type Bar = Day & { readonly label: string; readonly total: number };
export type ChartModel = {
  /** The finding. */
  readonly title: string;
  readonly bars: readonly Bar[];
  /** Values of the y axis, from 0 to at least the highest bar. */
  readonly ticks: readonly number[];
  readonly top: number;
};

export function dayChart(title: string, days: readonly Day[]): ChartModel {
  const bars = days.map((day) => ({ ...day, label: dayLabel(day.day), total: day.succeeded + day.refused }));
  const ticks = ticksUpTo(Math.max(0, ...bars.map((bar) => bar.total)));
  return { title, bars, ticks, top: ticks.at(-1) ?? 1 };
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
