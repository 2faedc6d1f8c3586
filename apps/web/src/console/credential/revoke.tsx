import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { count } from '../count.ts';
import { ReasonField } from '../parts/reason-field.tsx';
import { ActRow, DangerBox } from '../parts/section.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { revokeCredential } from './api.ts';
import type { CredentialAnswer } from './model.ts';
import { StatusActs } from './status-acts.tsx';

/** What changes how it stands, in a box of its own: what it means for the person is said first, by the server that would do it. */
export function ActsBox({ answer }: { answer: CredentialAnswer }): ReactNode {
  const [opened, dialog] = useDisclosure(false);
  if (answer.credential.status === 'revoked') return <Text c="dimmed">{words('credential.revoke.already')}</Text>;
  const { mayRevoke, mayQuarantine, mayRelease, releaseBlockedBecause } = answer;
  if (!mayRevoke && !mayQuarantine && !mayRelease && releaseBlockedBecause === null) return null;
  return (
    <DangerBox>
      <StatusActs answer={answer} />
      {mayRevoke && (
        <ActRow text={answer.revocationEffect}>
          <Button variant="outline" color="var(--hf-bad)" onClick={dialog.open}>
            {words('credential.revoke.act')}
          </Button>
        </ActRow>
      )}
      {opened && <RevokeDialog answer={answer} onClose={dialog.close} />}
    </DangerBox>
  );
}

function RevokeDialog({ answer, onClose }: { answer: CredentialAnswer; onClose: () => void }): ReactNode {
  const { id, name } = answer.credential;
  const act = useAct();
  const [reason, setReason] = useState('');
  const confirm = async (): Promise<void> => {
    await act(
      () => revokeCredential(id, reason.trim()),
      ({ endedSessions }) => words('credential.revoke.done', { name, count: count(endedSessions) }),
    );
  };
  return (
    <ConfirmDialog
      opened
      danger
      title={words('credential.revoke.title', { name })}
      confirm={words('credential.revoke.act')}
      confirmDisabled={reason.trim() === ''}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack>
        <Text>{answer.revocationEffect}</Text>
        <Text>{words('credential.revoke.kept')}</Text>
        <ReasonField value={reason} onChange={setReason} />
      </Stack>
    </ConfirmDialog>
  );
}
