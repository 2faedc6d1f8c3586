import type { ReactNode } from 'react';
import { count } from '../count.ts';
import { DayChart, type DayChartTexts } from '../parts/day-chart.tsx';
import type { Day } from '../parts/day-chart-model.ts';
import { words } from '../words.ts';
import { chartModel } from './chart-model.ts';

const texts: DayChartTexts = {
  yAxis: words('overview.chart.yAxis'),
  xAxis: words('overview.chart.xAxis'),
  succeeded: words('overview.chart.succeeded'),
  refused: words('overview.chart.refused'),
  bar: ({ label, succeeded, refused }) =>
    words('overview.chart.bar', { day: label, succeeded: count(succeeded), refused: count(refused) }),
};

/** Sign-ins of 14 days. */
export function SignInChart({ days }: { days: readonly Day[] }): ReactNode {
  return <DayChart model={chartModel(days)} texts={texts} />;
}
