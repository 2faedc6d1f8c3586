import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { DataList } from '../../design/data-list.tsx';
import { Notice } from '../../design/notice.tsx';
import { count } from '../count.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { DayChart, type DayChartTexts } from '../parts/day-chart.tsx';
import { words } from '../words.ts';
import type { Impact } from './api.ts';
import classes from './impact.module.css';
import { classText, findingOf, refusedToday, signInChart, type Tile, tilesOf } from './model.ts';
import { PopulationChart } from './population-chart.tsx';

/** What would happen to whom: the finding, the numbers that matter, and where they come from. */
export function ImpactResult({ jobId, impact }: { jobId: string; impact: Impact }): ReactNode {
  const { all, signIns } = impact;
  return (
    <Stack gap="lg">
      {all.locked_out > 0 ? (
        <Notice kind="bad" announce>
          <Text fw={600}>{findingOf(impact)}</Text>
          <Text>{words('policy.impact.lockedOutText')}</Text>
        </Notice>
      ) : (
        <Text fw={600} role="status">
          {findingOf(impact)}
        </Text>
      )}
      <Tiles jobId={jobId} tiles={tilesOf(impact)} />
      <PopulationChart impact={impact} />
      <DayChart
        model={signInChart(impact)}
        texts={signInTexts}
        text={signIns.isComplete ? comparedText(impact) : words('policy.impact.signIns.newest')}
      />
      <Models impact={impact} />
      <Monitored impact={impact} />
    </Stack>
  );
}

const signInTexts: DayChartTexts = {
  yAxis: words('policy.impact.signIns.yAxis'),
  xAxis: words('overview.chart.xAxis'),
  succeeded: words('policy.impact.signIns.goOn'),
  refused: words('policy.impact.signIns.refused'),
  bar: ({ label, succeeded, refused }) =>
    words('policy.impact.signIns.bar', { day: label, succeeded: count(succeeded), refused: count(refused) }),
};

function comparedText(impact: Impact): string | undefined {
  const refused = refusedToday(impact);
  return refused === 0 ? undefined : words('policy.impact.signIns.today', { count: count(refused) });
}

/** Each number leads to the names behind it. */
function Tiles({ jobId, tiles }: { jobId: string; tiles: readonly Tile[] }): ReactNode {
  return (
    <dl className={classes['tiles']}>
      {tiles.map(({ list, value, weight }) => {
        const name = words(`policy.impact.lists.${list}`);
        return (
          <div key={list} data-weight={weight}>
            <dt>{name}</dt>
            <dd>
              <span className={classes['value']}>{count(value)}</span>{' '}
              {value > 0 && (
                <ConsoleLink
                  to={`/console/policy/impacts/${jobId}`}
                  search={{ list }}
                  label={words('policy.impact.seeWhoOf', { list: name })}
                >
                  {words('policy.impact.seeWho')}
                </ConsoleLink>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Models({ impact }: { impact: Impact }): ReactNode {
  const concerned = impact.models.filter(({ lost, gained }) => lost + gained > 0);
  if (concerned.length === 0) return null;
  const label = words('policy.impact.models.title');
  return (
    <div>
      <Title order={3} size="h4" mb="xs">
        {label}
      </Title>
      <DataList
        label={label}
        rows={concerned}
        rowKey={(row) => `${row.class} ${row.model ?? ''}`}
        columns={[
          {
            key: 'model',
            header: words('policy.impact.models.model'),
            names: true,
            cell: (row) => row.model ?? words('unknownModel'),
          },
          {
            key: 'class',
            header: words('policy.impact.models.class'),
            cell: (row) => classText(row.class),
          },
          {
            key: 'passkeys',
            header: words('policy.impact.models.passkeys'),
            align: 'end',
            cell: (row) => count(row.passkeys),
          },
          { key: 'lost', header: words('policy.impact.models.lost'), align: 'end', cell: (row) => count(row.lost) },
          {
            key: 'gained',
            header: words('policy.impact.models.gained'),
            align: 'end',
            cell: (row) => count(row.gained),
          },
        ]}
      />
    </div>
  );
}

/** Rules that only record: what they would do if they were enforced. */
function Monitored({ impact }: { impact: Impact }): ReactNode {
  if (impact.monitored.length === 0) return null;
  const label = words('policy.impact.monitored.title');
  return (
    <div>
      <Title order={3} size="h4">
        {label}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {words('policy.impact.monitored.text')}
      </Text>
      <DataList
        label={label}
        rows={impact.monitored}
        rowKey={(row) => `${row.rule} ${row.population}`}
        columns={[
          { key: 'rule', header: words('policy.impact.monitored.rule'), names: true, cell: (row) => row.rule },
          {
            key: 'population',
            header: words('policy.impact.populations.name'),
            breaks: true,
            cell: (row) => row.population,
          },
          {
            key: 'passkeys',
            header: words('policy.impact.models.passkeys'),
            align: 'end',
            cell: (row) => count(row.passkeys),
          },
          { key: 'people', header: words('policy.impact.people'), align: 'end', cell: (row) => count(row.people) },
        ]}
      />
    </div>
  );
}
