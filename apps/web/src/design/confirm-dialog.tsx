import { Button, Group, Modal, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { designWords } from '../words/design.ts';
import { describeError } from './describe-error.ts';
import { Notice } from './notice.tsx';

export type ConfirmDialogProps = {
  readonly opened: boolean;
  readonly title: string;
  /** What will happen, and to whom. */
  readonly children: ReactNode;
  /** The act, as a verb: "Remove passkey". */
  readonly confirm: string;
  readonly danger?: boolean;
  readonly confirmDisabled?: boolean;
  /** A failure is shown in the dialog, which then stays open. Resolving means done. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
};

/** Says what will happen to whom, and does it only then. Cancel has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { busy, failure, run, close } = useConfirmation(props);
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={props.title}
      closeButtonProps={{ 'aria-label': designWords('close') }}
      closeOnClickOutside={!busy}
      closeOnEscape={!busy}
    >
      <Stack>
        <div>{props.children}</div>
        {failure !== undefined && (
          <Notice kind="bad" announce>
            {failure}
          </Notice>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} disabled={busy} data-autofocus>
            {designWords('cancel')}
          </Button>
          <Button
            {...(props.danger === true ? { color: 'red.8', autoContrast: false } : {})}
            onClick={run}
            loading={busy}
            disabled={props.confirmDisabled ?? false}
          >
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function useConfirmation({ onConfirm, onClose }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const close = (): void => {
    setFailure(undefined);
    onClose();
  };
  const run = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      if (!isCancelled(error)) setFailure(describeError(error).what);
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, run, close };
}

/** Whether somebody changed their mind in the midst of an act: nothing to report. */
function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'cancelled';
}
