import { count } from '../count.ts';
import { type ChartModel, type Day, dayChart } from '../parts/day-chart-model.ts';
import { words } from '../words.ts';

const RECENT_DAYS = 3;
const RISING_MIN = 5;

export function chartModel(days: readonly Day[]): ChartModel {
  return dayChart(finding(days), days);
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

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
