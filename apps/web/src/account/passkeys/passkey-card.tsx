import { Badge, Button, Group, Text, Title, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EvidenceMark } from '../../design/evidence-mark.tsx';
import type { NoticeKind } from '../../design/notice.tsx';
import { StatusBadge } from '../../design/status-badge.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { accountWords as words } from '../../words/account.ts';
import { designWords } from '../../words/design.ts';
import { groupWords } from '../../words/device-groups.ts';
import type { OwnPasskey } from './api.ts';
import { WaitingDevices } from './device-groups.tsx';
import classes from './passkeys.module.css';

type PasskeyCardProps = {
  readonly passkey: OwnPasskey;
  readonly onRename: () => void;
  readonly onRemove: () => void;
  readonly onAnswered: (said: string, kind: NoticeKind) => Promise<void>;
};

/** One passkey: what it is, what supports that, how it stands and what can be done with it. */
export function PasskeyCard(props: PasskeyCardProps): ReactNode {
  const { passkey } = props;
  return (
    <li className={classes['card']}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="xs" flex="1 1 200px" miw={0}>
          <Title order={3} className={classes['name'] ?? ''}>
            {passkey.name}
          </Title>
          {passkey.current && (
            <Badge variant="default" tt="none" fw={500}>
              {words('current')}
            </Badge>
          )}
        </Group>
        <StatusBadge status={passkey.status} />
      </Group>
      <Text mt={4} {...(passkey.status === 'active' ? { c: 'dimmed' } : {})}>
        {passkey.explanation}
      </Text>
      <Facts passkey={passkey} />
      {passkey.status !== 'revoked' && <WaitingDevices passkey={passkey} onDone={props.onAnswered} />}
      {passkey.status !== 'revoked' && <Acts {...props} />}
    </li>
  );
}

function Facts({ passkey }: { passkey: OwnPasskey }): ReactNode {
  const facts: readonly (readonly [string, ReactNode])[] = [
    [words('class'), designWords(`class_${passkey.class}`)],
    [words('evidence'), <EvidenceMark key="evidence" evidence={passkey.evidence} />],
    [words('model'), passkey.model ?? words('model_unknown')],
    [words('created'), <TimeText key="created" at={passkey.createdAt} />],
    [words('last_used'), <TimeText key="used" at={passkey.lastUsedAt} never={words('never_used')} />],
    ...(passkey.deviceGroups.known > 0
      ? [[groupWords('devices'), <SeenOn key="devices" passkey={passkey} />] as const]
      : []),
    ...(passkey.backedUp ? [[words('copies'), words('backed_up')] as const] : []),
  ];
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function SeenOn({ passkey }: { passkey: OwnPasskey }): ReactNode {
  return (
    <Tooltip label={groupWords('seen_on_text')} multiline w={280}>
      <span>{groupWords('seen_on', { count: passkey.deviceGroups.known })}</span>
    </Tooltip>
  );
}

function Acts({ passkey, onRename, onRemove }: PasskeyCardProps): ReactNode {
  const blocked = passkey.removalBlockedBecause;
  return (
    <>
      <Group gap="xs" mt="md">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPencil size={14} aria-hidden="true" />}
          aria-label={words('rename_of', { name: passkey.name })}
          onClick={onRename}
        >
          {words('rename')}
        </Button>
        {blocked === null && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTrash size={14} aria-hidden="true" />}
            aria-label={words('remove_of', { name: passkey.name })}
            onClick={onRemove}
          >
            {words('remove')}
          </Button>
        )}
      </Group>
      {blocked !== null && (
        <Text size="sm" mt="xs" c="dimmed">
          {words('removal_blocked', { why: blocked })}
        </Text>
      )}
    </>
  );
}
