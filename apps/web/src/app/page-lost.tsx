import { Anchor, Box } from '@mantine/core';
import type { ReactNode } from 'react';
import { EmptyState } from '../design/empty-state.tsx';
import { sessionWords as words } from '../words/session.ts';

export function PageLost(): ReactNode {
  return (
    <Box component="main" maw={720} mx="auto" p="lg">
      <EmptyState
        title={words('page_lost')}
        text={words('page_lost_text')}
        action={<Anchor href="/account">{words('page_lost_action')}</Anchor>}
      />
    </Box>
  );
}
