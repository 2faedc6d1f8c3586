import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../design/notice.tsx';
import { ceremonyWords as words } from '../words/ceremony.ts';
import type { Explanation } from './explain-ceremony-error.ts';

/** How a ceremony ended: title, what happened, what to do next. Announced when it appears. */
export function CeremonyOutcome({ outcome }: { outcome: Explanation }): ReactNode {
  if (outcome.tone === 'nothing') return null;
  return (
    <Notice kind={outcome.tone === 'quiet' ? 'info' : 'bad'} announce>
      <Stack gap={4}>
        <Text fw={600}>{outcome.title}</Text>
        <Text>{outcome.what}</Text>
        {outcome.next !== undefined && <Text>{outcome.next}</Text>}
        {outcome.requestId !== undefined && (
          <Text size="xs" c="dimmed" ff="monospace">
            {words('reference', { id: outcome.requestId })}
          </Text>
        )}
      </Stack>
    </Notice>
  );
}
