import { Button, Code, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { callForFile, type DownloadedFile } from '../../api/client.ts';
import { describeError } from '../../design/describe-error.ts';
import { Notice } from '../../design/notice.tsx';
import { words } from '../words.ts';
import { saveFile, sha256Of } from './save-file.ts';

type Of = { readonly personId: string } | { readonly credentialId: string };

type State =
  | { readonly at: 'idle' | 'busy' }
  | { readonly at: 'saved'; readonly name: string; readonly sha256: string }
  | { readonly at: 'failed'; readonly message: string };

/** Saves an evidence file and shows the SHA-256 of what was saved, which an auditor compares with that in the events. */
export function EvidenceDownload({ of }: { of: Of }): ReactNode {
  const [state, setState] = useState<State>({ at: 'idle' });
  const download = async (): Promise<void> => {
    setState({ at: 'busy' });
    try {
      const { bytes, name } = await fileOf(of);
      saveFile(bytes, name);
      setState({ at: 'saved', name, sha256: await sha256Of(bytes) });
    } catch (error) {
      setState({ at: 'failed', message: describeError(error).what });
    }
  };
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">
        {words('personId' in of ? 'evidence.ofPerson' : 'evidence.ofPasskey')} {words('evidence.personal')}
      </Text>
      <Button variant="default" loading={state.at === 'busy'} onClick={() => void download()}>
        {words('evidence.download')}
      </Button>
      <Outcome state={state} />
    </Stack>
  );
}

function Outcome({ state }: { state: State }): ReactNode {
  if (state.at === 'failed') {
    return (
      <Notice kind="bad" announce>
        {state.message}
      </Notice>
    );
  }
  if (state.at !== 'saved') return null;
  return (
    <Notice kind="good" announce>
      {words('evidence.saved', { name: state.name })} <Code style={{ overflowWrap: 'anywhere' }}>{state.sha256}</Code>
      <br />
      {words('evidence.check')} <Code style={{ overflowWrap: 'anywhere' }}>npx holdfast inspect {state.name}</Code>
    </Notice>
  );
}

function fileOf(of: Of): Promise<DownloadedFile> {
  return 'personId' in of
    ? callForFile('GET /api/v1/people/:personId/evidence', { params: { personId: of.personId } })
    : callForFile('GET /api/v1/credentials/:credentialId/evidence-file', { params: { credentialId: of.credentialId } });
}
