import { Switch } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { DataList } from '../../design/data-list.tsx';
import { count } from '../count.ts';
import { Section } from '../parts/section.tsx';
import { words } from '../words.ts';
import type { Impact } from './api.ts';
import classes from './impact.module.css';
import { affected, type PopulationBar, type PopulationChartModel, populationChart, populationName } from './model.ts';

/** More than anybody compares at a glance; the table has all. */
const BARS_MAX = 12;

/** People by population who lose something: the finding as title, one bar each, the same and more as a table. */
export function PopulationChart({ impact }: { impact: Impact }): ReactNode {
  const [asTable, setAsTable] = useState(false);
  const model = populationChart(impact);
  const toggle = impact.populations.length > 0 && (
    <Switch
      label={words('overview.chart.asTable')}
      checked={asTable}
      onChange={(event) => setAsTable(event.currentTarget.checked)}
    />
  );
  return (
    <Section title={model.title} aside={toggle}>
      {asTable ? <PopulationTable impact={impact} title={model.title} /> : <Bars model={model} />}
    </Section>
  );
}

function Bars({ model }: { model: PopulationChartModel }): ReactNode {
  const shown = model.bars.slice(0, BARS_MAX);
  if (shown.length === 0) return words('policy.impact.populations.noneText');
  return (
    <>
      <div role="img" aria-label={model.title} className={classes['bars']}>
        {shown.map((bar) => (
          <Bar key={bar.name} bar={bar} top={model.top} />
        ))}
        <div className={classes['ticks']}>
          {model.ticks.map((tick) => (
            <span key={tick}>{count(tick)}</span>
          ))}
        </div>
        <div className={classes['axisName']}>{words('policy.impact.people')}</div>
      </div>
      <div className={classes['legend']}>
        <span>
          <i className={classes['lockedOut']} />
          {words('policy.impact.lists.locked_out')}
        </span>
        <span>
          <i className={classes['loses']} />
          {words('policy.impact.populations.loses')}
        </span>
        {model.bars.length > BARS_MAX && (
          <span>{words('policy.impact.populations.more', { count: count(model.bars.length - BARS_MAX) })}</span>
        )}
      </div>
    </>
  );
}

/** Left outside: hatched and outlined; losing one of several: filled. Told apart without colour. */
function Bar({ bar, top }: { bar: PopulationBar; top: number }): ReactNode {
  const { name, people, lockedOut, loses } = bar;
  const share = (value: number): string => `${(value / top) * 100}%`;
  return (
    <div className={classes['bar']}>
      <div>
        <strong>{name}</strong>{' '}
        {words('policy.impact.populations.of', { part: count(affected(bar)), count: count(people) })}
      </div>
      <div className={classes['track']}>
        {lockedOut > 0 && <div className={classes['lockedOut']} style={{ width: share(lockedOut) }} />}
        {loses > 0 && <div className={classes['loses']} style={{ width: share(loses) }} />}
      </div>
    </div>
  );
}

const numbers = ['locked_out', 'below_minimum', 'loses_passkey', 'gains_passkey', 'let_in'] as const;

function PopulationTable({ impact, title }: { impact: Impact; title: string }): ReactNode {
  return (
    <DataList
      label={title}
      rows={impact.populations}
      rowKey={(row) => row.name}
      columns={[
        {
          key: 'name',
          header: words('policy.impact.populations.name'),
          names: true,
          cell: (row) => populationName(row.name),
        },
        { key: 'people', header: words('policy.impact.people'), align: 'end', cell: (row) => count(row.people) },
        ...numbers.map((list) => ({
          key: list,
          header: words(`policy.impact.lists.${list}`),
          align: 'end' as const,
          cell: (row: Impact['populations'][number]) => count(row[list]),
        })),
      ]}
    />
  );
}
