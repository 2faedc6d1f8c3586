import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { count } from '../count.ts';
import { ReasonField } from '../parts/reason-field.tsx';
import { ActRow } from '../parts/section.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { quarantineCredential, releaseCredential } from './api.ts';
import type { CredentialAnswer } from './model.ts';

type Passkey = { readonly id: string; readonly name: string; readonly person: string };
type DialogProps = { readonly passkey: Passkey; readonly onClose: () => void };

/** Setting a passkey aside, or taking it back into use: which of the two is possible depends on how it stands. */
export function StatusActs({ answer }: { answer: CredentialAnswer }): ReactNode {
  const { credential, mayQuarantine, mayRelease, releaseBlockedBecause } = answer;
  const [opened, dialog] = useDisclosure(false);
  const passkey = { id: credential.id, name: credential.name, person: credential.person.displayName };
  if (mayQuarantine) {
    return (
      <ActRow text={words('credential.quarantine.effect', { person: passkey.person })}>
        <Button variant="default" onClick={dialog.open}>
          {words('credential.quarantine.act')}
        </Button>
        {opened && <QuarantineDialog passkey={passkey} onClose={dialog.close} />}
      </ActRow>
    );
  }
  if (mayRelease) {
    return (
      <ActRow text={words('credential.release.effect', { person: passkey.person })}>
        <Button variant="default" onClick={dialog.open}>
          {words('credential.release.act')}
        </Button>
        {opened && <ReleaseDialog passkey={passkey} onClose={dialog.close} />}
      </ActRow>
    );
  }
  return releaseBlockedBecause === null ? null : <ActRow text={releaseBlockedBecause}>{null}</ActRow>;
}

function QuarantineDialog({ passkey, onClose }: DialogProps): ReactNode {
  const { id, name, person } = passkey;
  const act = useAct();
  const [reason, setReason] = useState('');
  const confirm = async (): Promise<void> => {
    await act(
      () => quarantineCredential(id, reason.trim()),
      ({ endedSessions }) => words('credential.quarantine.done', { name, count: count(endedSessions) }),
    );
  };
  return (
    <ConfirmDialog
      opened
      danger
      title={words('credential.quarantine.title', { name })}
      confirm={words('credential.quarantine.act')}
      confirmDisabled={reason.trim() === ''}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack>
        <Text>{words('credential.quarantine.effect', { person })}</Text>
        <SeenReason value={reason} onChange={setReason} />
      </Stack>
    </ConfirmDialog>
  );
}

export function ReleaseDialog({ passkey, onClose }: DialogProps): ReactNode {
  const { id, name, person } = passkey;
  const act = useAct();
  const [reason, setReason] = useState('');
  const confirm = async (): Promise<void> => {
    await act(
      () => releaseCredential(id, reason.trim()),
      () => words('credential.release.done', { name }),
    );
  };
  return (
    <ConfirmDialog
      opened
      title={words('credential.release.title', { name })}
      confirm={words('credential.release.act')}
      confirmDisabled={reason.trim() === ''}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack>
        <Text>{words('credential.release.effect', { person })}</Text>
        <SeenReason value={reason} onChange={setReason} />
      </Stack>
    </ConfirmDialog>
  );
}

/** Unlike other reasons this one is also told to the person: it stands beside the passkey. */
function SeenReason(props: { value: string; onChange: (value: string) => void }): ReactNode {
  return <ReasonField {...props} help={words('credential.reasonIsSeen')} />;
}
