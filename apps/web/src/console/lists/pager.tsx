import { Button, Group, Text } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { count } from '../count.ts';
import { words } from '../words.ts';
import { type ListSearch, nextPage, range } from './list-search.ts';

/** Which part of the list is shown, and the way to the next part. Cursors only lead forward; back is the browser's back. */
export function Pager<S extends ListSearch>(props: {
  search: S;
  shown: number;
  total: number;
  /** False where more match than the server counts. */
  isExact?: boolean;
  next: string | null;
  go: (search: S) => void;
}): ReactNode {
  const { search, shown, total, isExact = true, next, go } = props;
  const router = useRouter();
  const page = search.page ?? 1;
  if (page === 1 && next === null) return null;
  const { from, to } = range(search, shown);
  const { cursor: _cursor, page: _page, ...first } = search;
  const back = (): void => {
    if (page > 2 && router.history.canGoBack()) router.history.back();
    else go(first as S);
  };
  return (
    <Group component="nav" aria-label={words('lists.pages')} justify="space-between" mt="md">
      <Text size="sm" c="dimmed">
        {words(isExact ? 'lists.range' : 'lists.rangeOfMany', {
          from: count(from),
          to: count(to),
          total: count(Math.max(total, to)),
        })}
      </Text>
      <Group gap="xs">
        {page > 2 && (
          <Button variant="subtle" onClick={() => go(first as S)}>
            {words('lists.first')}
          </Button>
        )}
        <Button variant="default" disabled={page === 1} onClick={back}>
          {words('lists.previous')}
        </Button>
        <Button
          variant="default"
          disabled={next === null}
          onClick={() => next !== null && go({ ...search, ...nextPage(search, next) })}
        >
          {words('lists.next')}
        </Button>
      </Group>
    </Group>
  );
}
