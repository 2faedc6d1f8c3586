import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { nameProblem } from '../../add-passkey/model.ts';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { describeError } from '../../design/describe-error.ts';
import { FormErrors } from '../../design/form-errors.tsx';
import { useWithFresh } from '../../session/fresh.tsx';
import { accountWords as words } from '../../words/account.ts';
import { designWords } from '../../words/design.ts';
import { type OwnPasskey, removePasskey, renamePasskey } from './api.ts';

type DialogProps = {
  readonly passkey: OwnPasskey;
  readonly onClose: () => void;
  readonly onDone: (said: string) => Promise<void>;
};

export function RenameDialog({ passkey, onClose, onDone }: DialogProps): ReactNode {
  const inputId = useId();
  const [name, setName] = useState(passkey.name);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found = nameProblem(name);
    setProblem(found);
    if (found !== undefined) return;
    setBusy(true);
    try {
      await renamePasskey(passkey.id, name.trim());
      await onDone(words('renamed', { name: name.trim() }));
      onClose();
    } catch (error) {
      setProblem(describeError(error).what);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words('rename_title')}
      closeButtonProps={{ 'aria-label': designWords('close') }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          {problem !== undefined && <FormErrors errors={[{ inputId, message: problem }]} />}
          <TextInput
            id={inputId}
            label={words('rename_field')}
            description={words('rename_help')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            value={name}
            error={problem}
            onChange={(event) => setName(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={busy}>
              {designWords('cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {words('rename_save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export function RemoveDialog({ passkey, onClose, onDone }: DialogProps): ReactNode {
  const withFresh = useWithFresh();
  const remove = async (): Promise<void> => {
    const signedOut = await withFresh(() => removePasskey(passkey.id));
    if (signedOut) window.location.assign('/');
    else await onDone(words('removed', { name: passkey.name }));
  };
  return (
    <ConfirmDialog
      opened
      title={words('remove_title', { name: passkey.name })}
      confirm={words('remove_confirm')}
      danger
      onConfirm={remove}
      onClose={onClose}
    >
      <Stack gap="xs">
        <Text>{words('remove_text')}</Text>
        {passkey.current && <Text>{words('remove_current')}</Text>}
      </Stack>
    </ConfirmDialog>
  );
}
