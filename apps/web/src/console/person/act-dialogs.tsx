import { Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { count } from '../count.ts';
import { ReasonField } from '../parts/reason-field.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { disablePerson, enablePerson, endSessions } from './api.ts';
import { disablePreview, enablePreview, endSessionsPreview, type PersonAnswer } from './model.ts';

export type ActDialogProps = { readonly answer: PersonAnswer; readonly onClose: () => void };

export function DisableDialog({ answer, onClose }: ActDialogProps): ReactNode {
  const act = useAct();
  const [reason, setReason] = useState('');
  const { title, effect } = disablePreview(answer);
  const { id, displayName: name } = answer.person;
  const confirm = async (): Promise<void> => {
    await act(
      () => disablePerson(id, reason.trim()),
      ({ endedSessions }) => words('person.disable.done', { name, count: count(endedSessions) }),
    );
  };
  return (
    <ConfirmDialog
      opened
      danger
      title={title}
      confirm={words('person.disable.act')}
      confirmDisabled={reason.trim() === ''}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack>
        <Text>{effect}</Text>
        <Text>{words('person.disable.kept')}</Text>
        <ReasonField value={reason} onChange={setReason} />
      </Stack>
    </ConfirmDialog>
  );
}

export function EnableDialog({ answer, onClose }: ActDialogProps): ReactNode {
  const act = useAct();
  const { title, effect } = enablePreview(answer);
  const { id, displayName: name } = answer.person;
  const confirm = async (): Promise<void> => {
    await act(
      () => enablePerson(id),
      () => words('person.enable.done', { name }),
    );
  };
  return (
    <ConfirmDialog opened title={title} confirm={words('person.enable.act')} onConfirm={confirm} onClose={onClose}>
      {effect}
    </ConfirmDialog>
  );
}

export function EndSessionsDialog({ answer, onClose }: ActDialogProps): ReactNode {
  const act = useAct();
  const { title, effect } = endSessionsPreview(answer);
  const confirm = async (): Promise<void> => {
    await act(
      () => endSessions(answer.person.id),
      ({ ended }) => words('person.endSessions.done', { count: count(ended) }),
    );
  };
  return (
    <ConfirmDialog
      opened
      danger
      title={title}
      confirm={words('person.endSessions.act')}
      onConfirm={confirm}
      onClose={onClose}
    >
      {effect}
    </ConfirmDialog>
  );
}
