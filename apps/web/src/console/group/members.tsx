import { ActionIcon, Stack, Text } from '@mantine/core';
import { IconUserMinus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { type Column, DataList } from '../../design/data-list.tsx';
import { ConsoleLink, PersonLink } from '../parts/console-link.tsx';
import { Section } from '../parts/section.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { removeMember } from './api.ts';
import { type GroupAnswer, type Member, partOf, removeEffect } from './model.ts';

/** Who is in the group. A group of thousands shows its first members and leads to the search. */
export function Members({ answer, writes }: { answer: GroupAnswer; writes: boolean }): ReactNode {
  const { group, members } = answer;
  const [leaving, setLeaving] = useState<Member>();
  const part = partOf(answer);
  const all = (
    <ConsoleLink to="/console/people" search={{ q: `group:${group.name}` }}>
      {words('group.allMembers')}
    </ConsoleLink>
  );
  return (
    <Section title={words('group.members')} text={part ?? undefined} aside={all}>
      {members.length === 0 ? (
        <Text c="dimmed">{words('group.noMembers')}</Text>
      ) : (
        <DataList<Member>
          label={words('group.members')}
          rows={members}
          rowKey={(member) => member.id}
          columns={columns(writes, setLeaving)}
        />
      )}
      {leaving !== undefined && <RemoveDialog answer={answer} member={leaving} onClose={() => setLeaving(undefined)} />}
    </Section>
  );
}

function columns(writes: boolean, onRemove: (member: Member) => void): readonly Column<Member>[] {
  const act: Column<Member> = {
    key: 'act',
    header: words('invitations.columns.acts'),
    align: 'end',
    cell: (member) => (
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={words('group.remove', { person: member.displayName })}
        onClick={() => onRemove(member)}
      >
        <IconUserMinus size={18} aria-hidden="true" />
      </ActionIcon>
    ),
  };
  return [
    {
      key: 'name',
      header: words('people.columns.name'),
      names: true,
      cell: (member) => <PersonLink person={member} />,
    },
    { key: 'username', header: words('person.facts.username'), cell: (member) => member.username },
    ...(writes ? [act] : []),
  ];
}

function RemoveDialog(props: { answer: GroupAnswer; member: Member; onClose: () => void }): ReactNode {
  const { answer, member, onClose } = props;
  const act = useAct();
  const person = member.displayName;
  const confirm = async (): Promise<void> => {
    await act(
      () => removeMember(answer.group.id, member.id),
      () => words('group.removed', { person }),
    );
  };
  return (
    <ConfirmDialog
      opened
      title={words('group.removeTitle', { person, group: answer.group.name })}
      confirm={words('group.removeAct')}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack>{removeEffect(answer, person)}</Stack>
    </ConfirmDialog>
  );
}
