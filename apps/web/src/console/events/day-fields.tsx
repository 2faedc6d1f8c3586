import { Group, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { words } from '../words.ts';
import { type EventSearch, readEventSearch } from './event-search.ts';

/** The first and the last day to show, in the reader's zone. */
export function DayFields({
  search,
  go,
}: {
  search: EventSearch;
  go: (search: EventSearch, replace?: boolean) => void;
}): ReactNode {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const set = (part: { from?: string; to?: string }): void => {
    const { cursor: _cursor, page: _page, ...kept } = search;
    go(readEventSearch({ ...kept, ...part }), true);
  };
  return (
    <Group
      component="fieldset"
      gap="xs"
      align="flex-end"
      bd={0}
      p={0}
      m={0}
      aria-label={words('events.zone', { zone })}
    >
      <TextInput
        type="date"
        label={words('events.from')}
        value={search.from ?? ''}
        max={search.to}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words('events.to')}
        value={search.to ?? ''}
        min={search.from}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
    </Group>
  );
}
