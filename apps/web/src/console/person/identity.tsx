import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Lines, Section } from '../parts/section.tsx';
import { roleName } from '../shell/model.ts';
import { words } from '../words.ts';
import { EditDialog } from './edit-dialog.tsx';
import type { PersonAnswer } from './model.ts';

/** Who the person is, and what they belong to. */
export function IdentitySection({ answer }: { answer: PersonAnswer }): ReactNode {
  const { person, may } = answer;
  const [opened, dialog] = useDisclosure(false);
  const edit = may.edit ? (
    <Button size="xs" variant="default" onClick={dialog.open}>
      {words('person.identityEdit')}
    </Button>
  ) : null;
  return (
    <Section title={words('person.identity')} aside={edit}>
      <Lines
        lines={[
          { key: 'email', name: words('person.facts.email'), value: person.email ?? words('person.noEmail') },
          {
            key: 'groups',
            name: words('person.groups'),
            value: person.groups.length === 0 ? words('person.noGroups') : person.groups.join(', '),
          },
          {
            key: 'roles',
            name: words('person.roles'),
            value: person.roles.length === 0 ? words('person.noRoles') : person.roles.map(roleName).join(', '),
          },
        ]}
      />
      {opened && <EditDialog answer={answer} onClose={dialog.close} />}
    </Section>
  );
}
