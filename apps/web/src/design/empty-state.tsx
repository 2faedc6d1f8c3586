import { Box, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export type EmptyStateProps = {
  readonly icon?: ReactNode;
  readonly title: string;
  /** What will be shown here, or why there is nothing. */
  readonly text: string;
  /** The one thing to do first. */
  readonly action?: ReactNode;
};

export function EmptyState({ icon, title, text, action }: EmptyStateProps): ReactNode {
  return (
    <Box
      py={48}
      px="md"
      style={{ border: '1px dashed var(--hf-border)', borderRadius: 'var(--hf-radius)', textAlign: 'center' }}
    >
      <Stack align="center" gap="xs">
        {icon !== undefined && (
          <Box c="dimmed" aria-hidden="true">
            {icon}
          </Box>
        )}
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text c="dimmed" maw={480}>
          {text}
        </Text>
        {action !== undefined && <Box mt="xs">{action}</Box>}
      </Stack>
    </Box>
  );
}
