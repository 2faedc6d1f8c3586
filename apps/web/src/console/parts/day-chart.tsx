import { Switch } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useId, useState } from 'react';
import { DataList } from '../../design/data-list.tsx';
import { count } from '../count.ts';
import { words } from '../words.ts';
import classes from './day-chart.module.css';
import type { Bar, ChartModel } from './day-chart-model.ts';
import { Section } from './section.tsx';

const HEIGHT = 240;
const MARGIN = { top: 32, right: 8, bottom: 44, left: 56 };

/** What the two parts of a bar are called, and the axes with their units. */
export type DayChartTexts = {
  readonly yAxis: string;
  readonly xAxis: string;
  readonly succeeded: string;
  readonly refused: string;
  readonly bar: (bar: Bar) => string;
};
export type DayChartProps = { readonly model: ChartModel; readonly texts: DayChartTexts };

/** A number of every day in two parts: the finding as title, bars with units, and the same as a table behind a switch. */
export function DayChart({ model, texts, text }: DayChartProps & { text?: string | undefined }): ReactNode {
  const [asTable, setAsTable] = useState(false);
  const toggle = (
    <Switch
      label={words('overview.chart.asTable')}
      checked={asTable}
      onChange={(event) => setAsTable(event.currentTarget.checked)}
    />
  );
  return (
    <Section title={model.title} text={text} aside={toggle}>
      {asTable ? <ChartTable model={model} texts={texts} /> : <Chart model={model} texts={texts} />}
    </Section>
  );
}

function ChartTable({ model, texts }: DayChartProps): ReactNode {
  return (
    <DataList<Bar>
      label={model.title}
      rows={model.bars}
      rowKey={(bar) => bar.day}
      columns={[
        { key: 'day', header: texts.xAxis, names: true, cell: (bar) => bar.day },
        {
          key: 'succeeded',
          header: texts.succeeded,
          align: 'end',
          cell: (bar) => count(bar.succeeded),
        },
        { key: 'refused', header: texts.refused, align: 'end', cell: (bar) => count(bar.refused) },
      ]}
    />
  );
}

function Chart({ model, texts }: DayChartProps): ReactNode {
  const { ref, width } = useElementSize();
  const hatch = useId();
  const wide = Math.max(280, width);
  return (
    <div ref={ref}>
      <svg className={classes['chart']} viewBox={`0 0 ${wide} ${HEIGHT}`} role="img" aria-label={model.title}>
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line y2="5" className={classes['hatch']} />
          </pattern>
        </defs>
        <Axis model={model} texts={texts} wide={wide} />
        {model.bars.map((bar, index) => (
          <DayBar key={bar.day} bar={bar} index={index} model={model} texts={texts} wide={wide} hatch={hatch} />
        ))}
      </svg>
      <Legend hatch={hatch} texts={texts} />
    </div>
  );
}

const plotHeight = HEIGHT - MARGIN.top - MARGIN.bottom;
const yOf = (value: number, top: number): number => MARGIN.top + plotHeight * (1 - value / top);

function Axis({ model, texts, wide }: DayChartProps & { wide: number }): ReactNode {
  const bottom = MARGIN.top + plotHeight;
  return (
    <g>
      {model.ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={MARGIN.left}
            x2={wide - MARGIN.right}
            y1={yOf(tick, model.top)}
            y2={yOf(tick, model.top)}
            className={tick === 0 ? classes['axis'] : classes['grid']}
          />
          <text x={MARGIN.left - 8} y={yOf(tick, model.top) + 4} textAnchor="end">
            {count(tick)}
          </text>
        </g>
      ))}
      <text x={0} y={14}>
        {texts.yAxis}
      </text>
      <text x={(MARGIN.left + wide - MARGIN.right) / 2} y={bottom + 38} textAnchor="middle">
        {texts.xAxis}
      </text>
    </g>
  );
}

type DayBarProps = DayChartProps & { bar: Bar; index: number; wide: number; hatch: string };

/** Accepted below, filled; refused on top, hatched and outlined: told apart without colour. */
function DayBar({ bar, index, model, texts, wide, hatch }: DayBarProps): ReactNode {
  const slot = (wide - MARGIN.left - MARGIN.right) / Math.max(1, model.bars.length);
  const barWidth = Math.max(4, slot * 0.6);
  const x = MARGIN.left + slot * index + (slot - barWidth) / 2;
  const middle = yOf(bar.succeeded, model.top);
  const upper = yOf(bar.total, model.top);
  const labelled = slot >= 44 || index % Math.ceil(48 / slot) === 0;
  return (
    <g>
      <title>{texts.bar(bar)}</title>
      <rect x={x} y={middle} width={barWidth} height={yOf(0, model.top) - middle} className={classes['succeeded']} />
      {bar.refused > 0 && (
        <>
          <rect x={x} y={upper} width={barWidth} height={middle - upper} className={classes['refused']} />
          <rect x={x} y={upper} width={barWidth} height={middle - upper} fill={`url(#${hatch})`} />
        </>
      )}
      {labelled && (
        <text x={x + barWidth / 2} y={MARGIN.top + plotHeight + 18} textAnchor="middle">
          {bar.label}
        </text>
      )}
    </g>
  );
}

function Legend({ hatch, texts }: { hatch: string; texts: DayChartTexts }): ReactNode {
  return (
    <div className={classes['legend']}>
      <span>
        <svg width="14" height="14" aria-hidden="true">
          <rect width="14" height="14" className={classes['succeeded']} />
        </svg>
        {texts.succeeded}
      </span>
      <span>
        <svg width="14" height="14" aria-hidden="true">
          <rect x="1" y="1" width="12" height="12" className={classes['refused']} />
          <rect x="1" y="1" width="12" height="12" fill={`url(#${hatch})`} />
        </svg>
        {texts.refused}
      </span>
    </div>
  );
}
