import { Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { descriptionError } from '../new-group/model.ts';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { describeGroup } from './api.ts';
import type { GroupAnswer } from './model.ts';

export function DescriptionDialog({ answer, onClose }: { answer: GroupAnswer; onClose: () => void }): ReactNode {
  const { group } = answer;
  const act = useAct();
  const [description, setDescription] = useState(group.description);
  const error = descriptionError(description);
  const confirm = async (): Promise<void> => {
    await act(
      () => describeGroup(group.id, description.trim()),
      () => words('acts.saved'),
    );
  };
  return (
    <ConfirmDialog
      opened
      title={words('group.edit')}
      confirm={words('acts.save')}
      confirmDisabled={error !== undefined || description.trim() === group.description}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Textarea
        label={words('groups.create.description')}
        autosize
        minRows={3}
        value={description}
        error={error}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
