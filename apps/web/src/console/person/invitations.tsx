import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { type FreshInvitation, FreshLink } from '../parts/fresh-link.tsx';
import { Section } from '../parts/section.tsx';
import { InvitationMark } from '../parts/state-mark.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { invitePerson } from './api.ts';
import { type Invitation, invitePreview, type PersonAnswer } from './model.ts';
import classes from './person.module.css';

/** The invitations of a person, and a new one; or the reason why there can be none. */
export function InvitationsSection({ answer }: { answer: PersonAnswer }): ReactNode {
  const { person, invitations, may, inviteBlockedBecause } = answer;
  const [opened, dialog] = useDisclosure(false);
  const [made, setMade] = useState<FreshInvitation>();
  const act = useAct();
  const preview = invitePreview(answer);
  const isOver = invitations.some(({ id, status }) => id === made?.invitationId && status !== 'open');
  const button = may.invite ? (
    <Button size="xs" variant="default" onClick={dialog.open}>
      {words('person.newInvitation')}
    </Button>
  ) : null;
  return (
    <Section title={words('person.invitations')} text={inviteBlockedBecause ?? undefined} aside={button}>
      <Stack>
        {made !== undefined && !isOver && <FreshLink invitation={made} name={person.displayName} />}
        {invitations.length === 0 ? (
          <Text c="dimmed">{words('person.noInvitations')}</Text>
        ) : (
          <ul className={classes['passkeys']}>
            {invitations.map((invitation) => (
              <InvitationEntry key={invitation.id} invitation={invitation} />
            ))}
          </ul>
        )}
      </Stack>
      <ConfirmDialog
        opened={opened}
        onClose={dialog.close}
        title={preview.title}
        confirm={words('person.invite.act')}
        onConfirm={async () => setMade(await act(() => invitePerson(person.id)))}
      >
        {preview.effect}
      </ConfirmDialog>
    </Section>
  );
}

function InvitationEntry({ invitation }: { invitation: Invitation }): ReactNode {
  return (
    <li className={classes['passkey']}>
      <InvitationMark status={invitation.status} />
      <Group gap="md">
        <Text size="sm" c="dimmed" component="div">
          {words('invitations.columns.created')} <TimeText at={invitation.createdAt} />{' '}
          {words('policy.by', { who: invitation.createdBy ?? words('invitations.bySystem') })}
        </Text>
        <Text size="sm" c="dimmed" component="div">
          {invitation.status === 'open' ? words('invitations.columns.expires') : words('invitations.ended')}{' '}
          <TimeText at={invitation.endedAt ?? invitation.expiresAt} />
        </Text>
      </Group>
    </li>
  );
}
