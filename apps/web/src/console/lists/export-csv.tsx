import { Button, Group, Progress, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { describeError } from '../../design/describe-error.ts';
import { count } from '../count.ts';
import { words } from '../words.ts';
import type { ListPage } from './collect-pages.ts';
import type { CsvColumn } from './csv.ts';
import { type ExportState, useExport } from './use-export.ts';

export type CsvSource<Row> = {
  readonly columns: readonly CsvColumn<Row>[];
  /** Without the date and the ending. */
  readonly file: string;
  readonly read: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<Row>>;
};

/** Writes everything that matches into a file, with progress, a way to stop, and a result that stays. */
export function ExportCsv<Row>({ source }: { source: CsvSource<Row> }): ReactNode {
  const { state, start, cancel } = useExport(source);
  return (
    <Group gap="sm">
      <ExportText state={state} />
      {state.at === 'running' ? (
        <Button size="xs" variant="default" onClick={cancel}>
          {words('csv.cancel')}
        </Button>
      ) : (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
          onClick={() => void start()}
        >
          {words('csv.start')}
        </Button>
      )}
    </Group>
  );
}

function ExportText({ state }: { state: ExportState }): ReactNode {
  switch (state.at) {
    case 'idle':
      return null;
    case 'running':
      return (
        <Group gap="xs">
          <Progress
            w={120}
            value={state.total === 0 ? 0 : (state.done / state.total) * 100}
            aria-label={words('csv.label')}
          />
          <Text size="xs" c="dimmed">
            {words('csv.progress', { done: count(state.done), total: count(state.total) })}
          </Text>
        </Group>
      );
    case 'cancelled':
      return <Said>{words('csv.cancelled')}</Said>;
    case 'done':
      return <Said>{words('csv.done', { count: count(state.rows), file: state.file })}</Said>;
    case 'failed':
      return (
        <Text size="xs" role="alert" c="var(--hf-bad)">
          {words('csv.failed')} {describeError(state.error).what}
        </Text>
      );
  }
}

function Said({ children }: { children: ReactNode }): ReactNode {
  return (
    <Text size="xs" role="status" c="dimmed">
      {children}
    </Text>
  );
}
