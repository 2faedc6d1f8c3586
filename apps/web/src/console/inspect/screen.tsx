import { Box, Button, FileButton, Group, Stack, Textarea } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Page } from '../../design/page.tsx';
import { SkeletonList } from '../../design/skeleton-list.tsx';
import { useAddress } from '../lists/use-address.ts';
import { PageColumn } from '../parts/section.tsx';
import { words } from '../words.ts';
import classes from './inspect.module.css';
import { readInspectSearch } from './inspect-search.ts';
import type { Inspected } from './model.ts';
import { NotInspectedView, ReportView } from './report.tsx';
import { useInspect } from './use-inspect.ts';

export function InspectScreen(): ReactNode {
  const { search, go } = useAddress(readInspectSearch);
  const state = useInspect(search.credential);
  const { inspection, evidence, inspect } = state;
  const tryExample = async (): Promise<void> => inspect((await import('./example.json?raw')).default);
  const clear = (): void => {
    state.clear();
    go({});
  };
  return (
    <PageColumn>
      <Page title={words('inspect.title')} sentence={words('inspect.text')}>
        <Stack gap="lg">
          <InputBox state={state} onClear={clear} onExample={() => void tryExample()} />
          {evidence.isError && search.credential !== undefined ? (
            <ErrorState error={evidence.error} onRetry={() => void evidence.refetch()} />
          ) : inspection.isError ? (
            <ErrorState error={inspection.error} onRetry={() => inspect(state.text)} />
          ) : inspection.isPending || evidence.isLoading ? (
            <SkeletonList rows={6} />
          ) : inspection.isSuccess ? (
            <Result inspected={inspection.data} />
          ) : (
            <EmptyState
              icon={<IconFileSearch size={32} />}
              title={words('inspect.emptyTitle')}
              text={words('inspect.empty')}
              action={
                <Button variant="default" onClick={() => void tryExample()}>
                  {words('inspect.example')}
                </Button>
              }
            />
          )}
        </Stack>
      </Page>
    </PageColumn>
  );
}

function Result({ inspected }: { inspected: Inspected }): ReactNode {
  return (
    <section aria-label={words('inspect.result')}>
      {inspected.at === 'report' ? <ReportView report={inspected.report} /> : <NotInspectedView why={inspected.why} />}
    </section>
  );
}

type InputProps = {
  readonly state: ReturnType<typeof useInspect>;
  readonly onClear: () => void;
  readonly onExample: () => void;
};

/** Where a ceremony is pasted, dropped or opened. It stays small once there is a result. */
function InputBox({ state, onClear, onExample }: InputProps): ReactNode {
  const { text, setText, wrong, inspect, inspection } = state;
  const [over, setOver] = useState(false);
  const open = async (file: File | null | undefined): Promise<void> => {
    if (file != null) inspect(await file.text());
  };
  const drag = (isOver: boolean) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(isOver);
  };
  return (
    <Box
      className={classes['input'] ?? ''}
      data-over={over}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        void open(event.dataTransfer.files[0]);
      }}
    >
      <Stack gap="sm">
        <Textarea
          label={words('inspect.label')}
          description={words('inspect.help')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          rows={inspection.isSuccess ? 4 : 10}
          resize="vertical"
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--hf-mono)', fontSize: 13 } }}
          value={text}
          error={wrong}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group gap="sm">
          <Button onClick={() => inspect(text)} loading={inspection.isPending}>
            {words('inspect.submit')}
          </Button>
          <FileButton onChange={(file) => void open(file)} accept=".json,.jsonl,.txt,application/json,text/plain">
            {(props) => (
              <Button variant="default" {...props}>
                {words('inspect.openFile')}
              </Button>
            )}
          </FileButton>
          {text === '' ? null : (
            <Button variant="subtle" onClick={onClear}>
              {words('inspect.clear')}
            </Button>
          )}
          {inspection.isSuccess && (
            <Button variant="subtle" onClick={onExample}>
              {words('inspect.example')}
            </Button>
          )}
        </Group>
      </Stack>
    </Box>
  );
}
