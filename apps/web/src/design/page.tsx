import { Anchor, Box, Breadcrumbs, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { designWords } from '../words/design.ts';
import { usePageTitle } from './page-title.ts';

export type Crumb = { readonly label: string; readonly to: string };

export type PageProps = {
  readonly title: string;
  /** Shown instead of the plain title, for example with a badge beside it. */
  readonly heading?: ReactNode;
  /** What the page is for, in one sentence. */
  readonly sentence?: string | undefined;
  /** The way back, outermost first, without the page itself. */
  readonly crumbs?: readonly Crumb[];
  /** At most one primary button. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
};

/** The frame of every page: breadcrumbs, one title, one sentence, at most one primary action. */
export function Page({ title, heading, sentence, crumbs = [], action, children }: PageProps): ReactNode {
  usePageTitle(title);
  return (
    <Box>
      {crumbs.length > 0 && (
        <nav aria-label={designWords('breadcrumbs')}>
          <Breadcrumbs mb="xs" separatorMargin={6}>
            {crumbs.map(({ label, to }) => (
              <Anchor key={to} component={Link} to={to} size="sm">
                {label}
              </Anchor>
            ))}
            <Text size="sm" lh={1.5} c="dimmed" aria-current="page" truncate>
              {title}
            </Text>
          </Breadcrumbs>
        </nav>
      )}
      <Group justify="space-between" align="flex-start" gap="md" mb="lg">
        <Box miw={0} flex="1 1 280px">
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {heading ?? title}
          </Title>
          {sentence !== undefined && (
            <Text c="dimmed" mt={4} maw={720}>
              {sentence}
            </Text>
          )}
        </Box>
        {action}
      </Group>
      {children}
    </Box>
  );
}
