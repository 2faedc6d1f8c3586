import { Anchor, Box, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { EmptyState } from '../design/empty-state.tsx';
import { usePageTitle } from '../design/page-title.ts';
import { sessionWords as words } from '../words/session.ts';

export function PageLost(): ReactNode {
  usePageTitle(words('page_lost'));
  return (
    <Box component="main" maw={720} mx="auto" p="lg">
      <Title order={1} mb="lg">
        {words('page_lost')}
      </Title>
      <EmptyState
        title={words('page_lost_where')}
        text={words('page_lost_text')}
        action={<Anchor href="/account">{words('page_lost_action')}</Anchor>}
      />
    </Box>
  );
}
