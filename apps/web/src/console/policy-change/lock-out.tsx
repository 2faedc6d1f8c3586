import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../../design/notice.tsx';
import { words } from '../words.ts';
import type { Diff } from './api.ts';

/** Said loudly and before anything can be done: who would be left outside, be it every owner or whoever reads this. */
export function LockOutWarnings({ locksOut }: { locksOut: Diff['locksOut'] }): ReactNode {
  if (!locksOut.owners && !locksOut.yourself) return null;
  return (
    <Stack gap="xs">
      {locksOut.owners && (
        <Notice kind="bad" announce>
          <Text fw={600}>{words('policy.lockOut.owners')}</Text>
          <Text>{words('policy.lockOut.ownersText')}</Text>
        </Notice>
      )}
      {locksOut.yourself && (
        <Notice kind="bad" announce>
          <Text fw={600}>{words('policy.lockOut.yourself')}</Text>
          <Text>{words('policy.lockOut.yourselfText')}</Text>
        </Notice>
      )}
    </Stack>
  );
}
