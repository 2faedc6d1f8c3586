import { Group, List, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Accepted } from '../../add-passkey/steps.tsx';
import { accountWords as words } from '../../words/account.ts';
import type { Account } from './api.ts';
import type { Progress } from './model.ts';
import classes from './passkeys.module.css';

/** What the policy still wants of the person, at the top where it is seen. */
export function WantedPanel({ wanted, progress }: { wanted: Account['wanted']; progress: Progress }): ReactNode {
  if (progress.enough) {
    return (
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <IconCircleCheck size={20} color="var(--hf-good)" aria-hidden="true" />
        <Text>
          {words('wanted_enough')}
          {!wanted.mayAdd && ` ${words('add_blocked')}`}
        </Text>
      </Group>
    );
  }
  return (
    <section className={classes['wanted']} aria-labelledby="wanted-title">
      <Stack gap="sm">
        <Title order={2} size="h3" id="wanted-title">
          {progress.missing > 0 ? words('wanted_missing', { count: progress.missing }) : words('wanted_other')}
        </Title>
        {progress.missing > 0 && <Meter progress={progress} />}
        {progress.todo.length > 0 && (
          <List spacing={4}>
            {progress.todo.map((text) => (
              <List.Item key={text}>{text}</List.Item>
            ))}
          </List>
        )}
        {progress.missing > 0 && wanted.mayAdd && <Accepted wanted={wanted} />}
        {!wanted.mayAdd && <Text>{words('add_blocked')}</Text>}
      </Stack>
    </section>
  );
}

function Meter({ progress: { have, minimum } }: { progress: Progress }): ReactNode {
  const parts = Array.from({ length: Math.min(minimum, 10) }, (_part, index) => index);
  return (
    <Group gap="sm" wrap="nowrap">
      <div className={classes['meter']} aria-hidden="true">
        {parts.map((part) => (
          <span key={part} className={classes['part']} data-filled={part < have} />
        ))}
      </div>
      <Text fw={600}>{words('wanted_progress', { have, minimum })}</Text>
    </Group>
  );
}
