import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { ActRow, DangerBox } from '../parts/section.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { deleteGroup } from './api.ts';
import { deletionBlocked, type GroupAnswer } from './model.ts';

/** Deletes an empty group; says why a group with members stays. */
export function DeleteGroup({ answer }: { answer: GroupAnswer }): ReactNode {
  const { group } = answer;
  const [opened, dialog] = useDisclosure(false);
  const navigate = useNavigate();
  const act = useAct();
  const blocked = deletionBlocked(answer);
  const confirm = async (): Promise<void> => {
    await act(
      async () => {
        await deleteGroup(group.id);
        await navigate({ to: '/console/groups' });
      },
      () => words('group.delete.done', { name: group.name }),
    );
  };
  return (
    <DangerBox>
      <ActRow text={blocked ?? words('group.delete.effect')}>
        <Button variant="outline" color="var(--hf-bad)" disabled={blocked !== null} onClick={dialog.open}>
          {words('group.delete.act')}
        </Button>
      </ActRow>
      <ConfirmDialog
        opened={opened}
        danger
        title={words('group.delete.title', { name: group.name })}
        confirm={words('group.delete.act')}
        onConfirm={confirm}
        onClose={dialog.close}
      >
        {words('group.delete.effect')}
      </ConfirmDialog>
    </DangerBox>
  );
}
