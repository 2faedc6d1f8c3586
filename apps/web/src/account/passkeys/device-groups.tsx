import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { Notice, type NoticeKind } from '../../design/notice.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useWithFresh } from '../../session/fresh.tsx';
import { groupWords as words } from '../../words/device-groups.ts';
import { confirmDevice, type OwnPasskey, rejectDevice } from './api.ts';

type WaitingDevice = OwnPasskey['deviceGroups']['waiting'][number];

type WaitingDevicesProps = {
  readonly passkey: OwnPasskey;
  readonly onDone: (said: string, kind: NoticeKind) => Promise<void>;
};

/** New devices of a synced passkey that were not let in, each with the question whether it was the person. */
export function WaitingDevices({ passkey, onDone }: WaitingDevicesProps): ReactNode {
  const [open, setOpen] = useState<{ readonly answer: 'confirm' | 'reject'; readonly device: WaitingDevice }>();
  const { waiting } = passkey.deviceGroups;
  if (waiting.length === 0) return null;
  return (
    <Stack gap="xs" mt="md">
      {waiting.map((device) => (
        <WaitingDeviceNotice
          key={device.group}
          name={passkey.name}
          device={device}
          onAnswer={(answer) => setOpen({ answer, device })}
        />
      ))}
      {open !== undefined && (
        <AnswerDialog {...open} passkey={passkey} onClose={() => setOpen(undefined)} onDone={onDone} />
      )}
    </Stack>
  );
}

function WaitingDeviceNotice({
  name,
  device,
  onAnswer,
}: {
  name: string;
  device: WaitingDevice;
  onAnswer: (answer: 'confirm' | 'reject') => void;
}): ReactNode {
  const { browser, address } = device;
  return (
    <Notice kind="attention">
      <Title order={4} size="h5">
        {words('waiting_title')}
      </Title>
      <Text>{words('waiting_text', { name, browser, address })}</Text>
      <Text size="sm" mt={4}>
        {words('waiting_when')} <TimeText at={device.firstUsedAt} />
      </Text>
      <Group gap="xs" mt="sm">
        <Button
          size="xs"
          variant="default"
          aria-label={words('was_me_of', { name, browser })}
          onClick={() => onAnswer('confirm')}
        >
          {words('was_me')}
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={words('not_me_of', { name, browser })}
          onClick={() => onAnswer('reject')}
        >
          {words('not_me')}
        </Button>
      </Group>
    </Notice>
  );
}

function AnswerDialog({
  answer,
  device,
  passkey: { id, name },
  onClose,
  onDone,
}: WaitingDevicesProps & {
  readonly answer: 'confirm' | 'reject';
  readonly device: WaitingDevice;
  readonly onClose: () => void;
}): ReactNode {
  const withFresh = useWithFresh();
  const confirm = async (): Promise<void> => {
    await withFresh(() => confirmDevice(id, device.group));
    await onDone(words('confirmed', { name }), 'good');
  };
  const reject = async (): Promise<void> => {
    await rejectDevice(id, device.group);
    await onDone(words('rejected', { name }), 'attention');
  };
  return (
    <ConfirmDialog
      opened
      title={words(`${answer}_title`)}
      confirm={words(`${answer}_act`)}
      onConfirm={answer === 'confirm' ? confirm : reject}
      onClose={onClose}
    >
      <Text>{words(`${answer}_text`, { name })}</Text>
    </ConfirmDialog>
  );
}
