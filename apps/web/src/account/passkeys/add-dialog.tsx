import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { AddPasskeySteps } from '../../add-passkey/steps.tsx';
import { type AddPasskey, useAddPasskey } from '../../add-passkey/use-add-passkey.ts';
import { Cancelled, useWithFresh } from '../../session/fresh.tsx';
import { addWords } from '../../words/add-passkey.ts';
import { designWords } from '../../words/design.ts';
import { type Account, accountQuery } from './api.ts';

export type Adding = {
  readonly add: AddPasskey;
  readonly opened: boolean;
  readonly opening: boolean;
  readonly problem: unknown;
  readonly open: () => void;
  readonly close: () => void;
};

/** Opens only when creation is possible: the fresh assertion comes first, so that the browser is asked from the click. */
export function useAddDialog(account: Account, onAdded: (name: string) => Promise<void>): Adding {
  const guard = useWithFresh();
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [opening, setOpening] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const add = useAddPasskey({
    guard,
    taken: account.passkeys.map(({ name }) => name),
    onRefused: () => void queries.invalidateQueries({ queryKey: accountQuery.queryKey }),
    onAdded: ({ credential }) => {
      setOpened(false);
      void onAdded(credential.name);
    },
  });
  const open = async (): Promise<void> => {
    setOpening(true);
    setProblem(undefined);
    try {
      await add.open();
      setOpened(true);
    } catch (error) {
      if (!(error instanceof Cancelled)) setProblem(error);
    } finally {
      setOpening(false);
    }
  };
  return { add, opened, opening, problem, open: () => void open(), close: () => setOpened(false) };
}

export function AddPasskeyDialog({ adding, wanted }: { adding: Adding; wanted: Account['wanted'] }): ReactNode {
  const { add, opened, close } = adding;
  const busy = add.view.at === 'creating' || add.view.at === 'saving';
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={add.view.at === 'naming' || add.view.at === 'saving' ? addWords('naming_title') : addWords('title')}
      closeOnClickOutside={false}
      closeOnEscape={!busy}
      closeButtonProps={{ 'aria-label': designWords('close') }}
    >
      <AddPasskeySteps
        add={add}
        wanted={wanted}
        secondary={
          <Button variant="default" onClick={close} disabled={busy}>
            {designWords('cancel')}
          </Button>
        }
      />
    </Modal>
  );
}
