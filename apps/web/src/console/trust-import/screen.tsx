import { Button, Checkbox, FileInput, Group, List, Stack, Text } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Notice } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { designWords } from '../../words/design.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { PageColumn, Section } from '../parts/section.tsx';
import { words } from '../words.ts';
import type { Imported } from './api.ts';
import { importRefusal, wouldChange } from './model.ts';
import { ImportedDocument } from './preview.tsx';
import { useImport } from './use-import.ts';

const crumbs = [{ label: words('trust.title'), to: '/console/trust' }];

/** A file of trust data: chosen, looked at, and put into use only when its reader has seen what it changes. */
export function TrustImportScreen(): ReactNode {
  const importing = useImport();
  const { state } = importing;
  return (
    <PageColumn>
      <Page title={words('import.title')} sentence={words('import.text')} crumbs={crumbs}>
        <Stack>
          {state.at !== 'stored' && <ChooseSection importing={importing} />}
          {(state.at === 'previewed' || state.at === 'storing') && <Preview importing={importing} />}
          {state.at === 'stored' && <Stored documents={state.documents} />}
        </Stack>
      </Page>
    </PageColumn>
  );
}

type Importing = ReturnType<typeof useImport>;

function ChooseSection({ importing }: { importing: Importing }): ReactNode {
  const { state, file } = importing;
  const error = state.at === 'choosing' ? state.error : undefined;
  const isSeen = state.at === 'previewed' || state.at === 'storing';
  return (
    <Section title={words('import.choose')} text={words('import.chooseText')}>
      <Stack>
        <Group align="flex-end" gap="sm">
          <FileInput
            label={words('import.file')}
            placeholder={words('import.placeholder')}
            leftSection={<IconFile size={16} aria-hidden="true" />}
            clearable
            clearButtonProps={{ 'aria-label': words('import.clear') }}
            value={file}
            error={state.at === 'choosing' ? state.problem : undefined}
            onChange={importing.choose}
            flex="1 1 240px"
            maw={480}
          />
          <Button variant={isSeen ? 'default' : 'filled'} loading={state.at === 'looking'} onClick={importing.look}>
            {words('import.look')}
          </Button>
        </Group>
        {error !== undefined && <Refused error={error} importing={importing} />}
      </Stack>
    </Section>
  );
}

/** Nothing was changed; why, and what can be done now. */
function Refused({ error, importing }: { error: unknown; importing: Importing }): ReactNode {
  if (error instanceof Error && error.name === 'cancelled') return null;
  const { what, problems, mayTakeEmptier, requestId } = importRefusal(error);
  return (
    <Notice kind="bad" announce>
      <Stack gap="xs">
        <Text fw={600}>{words('import.refused')}</Text>
        <Text>{what}</Text>
        {problems.length > 0 && (
          <List spacing={4}>
            {problems.map((problem) => (
              <List.Item key={problem}>{problem}</List.Item>
            ))}
          </List>
        )}
        {mayTakeEmptier && (
          <Checkbox
            label={words('import.evenIfEmptier')}
            description={words('import.evenIfEmptierText')}
            checked={importing.evenIfEmptier}
            onChange={(event) => importing.setEvenIfEmptier(event.currentTarget.checked)}
          />
        )}
        {requestId !== undefined && (
          <Text size="xs" c="dimmed" ff="monospace">
            {designWords('reference', { id: requestId })}
          </Text>
        )}
      </Stack>
    </Notice>
  );
}

function Preview({ importing }: { importing: Importing }): ReactNode {
  const { state } = importing;
  if (state.at !== 'previewed' && state.at !== 'storing') return null;
  const { documents } = state;
  return (
    <Section title={words('import.preview')} text={words('import.previewText')}>
      <Stack>
        <div>
          {documents.map((document) => (
            <ImportedDocument key={document.kind} document={document} isStored={false} />
          ))}
        </div>
        {state.at === 'previewed' && state.error !== undefined && <Refused error={state.error} importing={importing} />}
        {wouldChange(documents) ? (
          <Group>
            <Button loading={state.at === 'storing'} onClick={() => importing.store(documents)}>
              {words('import.store')}
            </Button>
            <Text size="sm" c="dimmed" flex="1 1 240px">
              {words('import.storeText')}
            </Text>
          </Group>
        ) : (
          <Text>{words('import.nothing')}</Text>
        )}
      </Stack>
    </Section>
  );
}

function Stored({ documents }: { documents: readonly Imported[] }): ReactNode {
  return (
    <Section title={words('import.result')}>
      <Stack>
        <Notice kind="good" announce>
          <Text fw={600}>{words('import.done')}</Text>
          <Text>
            {words('import.doneText')}{' '}
            <ConsoleLink to="/console/trust/jobs" inText>
              {words('import.toJobs')}
            </ConsoleLink>
          </Text>
        </Notice>
        <div>
          {documents.map((document) => (
            <ImportedDocument key={document.kind} document={document} isStored />
          ))}
        </div>
      </Stack>
    </Section>
  );
}
