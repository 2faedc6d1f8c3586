import { Group, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { designWords } from '../words/design.ts';

/** The outline of a list while it loads. */
export function SkeletonList({ rows = 5, height = 44 }: { rows?: number; height?: number }): ReactNode {
  return (
    <div role="status" aria-busy="true">
      <VisuallyHidden>{designWords('loading')}</VisuallyHidden>
      <Stack gap="xs" aria-hidden="true">
        {Array.from({ length: rows }, (_row, index) => `row-${index}`).map((key) => (
          <Group key={key} wrap="nowrap" gap="md">
            <Skeleton height={height} radius="sm" animate={false} />
          </Group>
        ))}
      </Stack>
    </div>
  );
}
