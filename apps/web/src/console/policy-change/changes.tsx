import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../../design/notice.tsx';
import { count } from '../count.ts';
import { words } from '../words.ts';
import type { Change, Diff } from './api.ts';
import classes from './change.module.css';
import { EffectMark } from './effect-mark.tsx';
import { LineDiff } from './line-diff.tsx';
import { byPopulation, kindOfDiff, lineCounts, summaryOf } from './model.ts';

/** What a text would change of the policy in force: in words, population by population, then line by line. */
export function Changes({ diff }: { diff: Diff }): ReactNode {
  const kind = kindOfDiff(diff);
  if (kind === 'unusable') return null;
  if (kind === 'identical') return <Notice kind="info">{words('policy.changes.identical')}</Notice>;
  return (
    <Stack>
      {kind === 'same-meaning' ? (
        <Notice kind="info">{words('policy.changes.sameMeaning')}</Notice>
      ) : (
        <InWords changes={diff.changes} />
      )}
      <div>
        <Title order={3} size="h4" mb="xs">
          {words('policy.changes.lines', wordsOfCounts(diff))}
        </Title>
        <LineDiff lines={diff.lines} label={words('policy.changes.linesLabel')} />
      </div>
    </Stack>
  );
}

function wordsOfCounts({ lines }: Pick<Diff, 'lines'>): { readonly added: string; readonly removed: string } {
  const { added, removed } = lineCounts(lines);
  return { added: count(added), removed: count(removed) };
}

function InWords({ changes }: { changes: readonly Change[] }): ReactNode {
  return (
    <div>
      <Text fw={600} mb="xs">
        {summaryOf(changes)}
      </Text>
      {byPopulation(changes).map((group) => (
        <ul
          key={group.population ?? ''}
          className={classes['changes']}
          aria-label={group.population ?? words('policy.changes.whole')}
        >
          {group.changes.map((change) => (
            <li key={change.words}>
              <EffectMark effect={change.effect} />
              <span>{change.words}</span>
            </li>
          ))}
        </ul>
      ))}
    </div>
  );
}
