import { Checkbox, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { useAct } from '../parts/use-act.ts';
import { type Role, roles } from '../people/model.ts';
import { words } from '../words.ts';
import type { ActDialogProps } from './act-dialogs.tsx';
import { setRoles } from './api.ts';
import { rolesPreview } from './model.ts';

/** Chooses roles; says what the person gains and loses before it is done. */
export function RolesDialog({ answer, onClose }: ActDialogProps): ReactNode {
  const act = useAct();
  const { person } = answer;
  const [chosen, setChosen] = useState<readonly Role[]>(person.roles);
  const { title, effect } = rolesPreview(answer, chosen);
  const same = chosen.length === person.roles.length && chosen.every((role) => person.roles.includes(role));
  const confirm = async (): Promise<void> => {
    await act(
      () => setRoles(person.id, chosen),
      () => words('person.setRoles.done', { name: person.displayName }),
    );
  };
  return (
    <ConfirmDialog
      opened
      title={title}
      confirm={words('person.setRoles.act')}
      confirmDisabled={same}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack>
        <Checkbox.Group label={words('person.roles')} value={[...chosen]} onChange={(next) => setChosen(known(next))}>
          <Stack gap="sm" mt="xs">
            {roles.map((role) => (
              <Checkbox
                key={role}
                value={role}
                label={words(`roles.${role}.name`)}
                description={words(`roles.${role}.text`)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Text aria-live="polite">{effect}</Text>
      </Stack>
    </ConfirmDialog>
  );
}

function known(chosen: readonly string[]): readonly Role[] {
  return roles.filter((role) => chosen.includes(role));
}
