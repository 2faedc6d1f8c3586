import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { designWords } from '../words/design.ts';
import { describeError } from './describe-error.ts';
import classes from './notice.module.css';

/** What happened, why, what to do now, the request id and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }): ReactNode {
  const { title, what, next, requestId } = describeError(error);
  return (
    <div role="alert" className={classes['notice']} data-kind="bad">
      <IconAlertTriangle size={20} aria-hidden="true" className={classes['icon']} />
      <Stack gap="xs" align="flex-start" miw={0}>
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text>{what}</Text>
        <Text>{next}</Text>
        <Group gap="md">
          {onRetry !== undefined && (
            <Button
              variant="default"
              size="sm"
              leftSection={<IconRefresh size={16} aria-hidden="true" />}
              onClick={onRetry}
            >
              {designWords('retry')}
            </Button>
          )}
          {requestId !== undefined && (
            <Text size="xs" c="dimmed" ff="monospace">
              {designWords('reference', { id: requestId })}
            </Text>
          )}
        </Group>
      </Stack>
    </div>
  );
}
