import { Button, CopyButton, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Notice } from '../../design/notice.tsx';
import { exactTime } from '../../words/times.ts';
import { words } from '../words.ts';

export type FreshInvitation = { readonly invitationId: string; readonly link: string; readonly expiresAt: number };

/** The only time that an invitation link is seen: copy it, and know until when it works. */
export function FreshLink({ invitation, name }: { invitation: FreshInvitation; name: string }): ReactNode {
  return (
    <Notice kind="attention" announce>
      <Stack gap="sm">
        <Title order={2} size="h3">
          {words('link.title')}
        </Title>
        <Text size="sm">{words('link.text', { name })}</Text>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={words('link.label')}
            value={invitation.link}
            readOnly
            flex="1 1 240px"
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyLink link={invitation.link} />
        </Group>
        <Text size="sm">
          {words('link.expires')} {exactTime(invitation.expiresAt)}. {words('link.lost')}
        </Text>
      </Stack>
    </Notice>
  );
}

function CopyLink({ link }: { link: string }): ReactNode {
  return (
    <CopyButton value={link} timeout={4000}>
      {({ copied, copy }) => (
        <Button
          onClick={copy}
          leftSection={copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />}
        >
          <span aria-live="polite">{copied ? words('link.copied') : words('link.copy')}</span>
        </Button>
      )}
    </CopyButton>
  );
}
