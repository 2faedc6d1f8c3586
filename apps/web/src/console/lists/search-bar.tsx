import { Button, Group, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { words } from '../words.ts';
import { FilterChips } from './filter-chips.tsx';
import { FilterMenu } from './filter-menu.tsx';
import { filterKeys, type ListFilters } from './filters.ts';
import { parseQuery, withFilter, withoutFilter } from './query-text.ts';

export type SearchBarProps = {
  readonly q: string;
  readonly filters: ListFilters;
  readonly placeholder: string;
  /** What the server could not read in the search, in its own words. */
  readonly error?: string | undefined;
  readonly onSearch: (q: string) => void;
  /** Further filters of this list, e.g. two days. */
  readonly extra?: ReactNode;
};

/** One box that understands words and filters; the same filters as buttons, and as chips that can be taken out. */
export function SearchBar({ q, filters, placeholder, error, onSearch, extra }: SearchBarProps): ReactNode {
  const [typed, setTyped] = useState(q);
  useEffect(() => setTyped(q), [q]);
  const keys = filterKeys(filters);
  const chosen = parseQuery(q, keys).filters;
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(typed);
        }}
      >
        <Group gap="xs" align="flex-end">
          <TextInput
            type="search"
            aria-label={words('lists.search')}
            placeholder={placeholder}
            leftSection={<IconSearch size={16} aria-hidden="true" />}
            value={typed}
            error={error}
            onChange={(event) => setTyped(event.currentTarget.value)}
            maxLength={200}
            flex="1 1 240px"
            maw={480}
          />
          <Button type="submit" variant="default">
            {words('lists.submit')}
          </Button>
          {filters.choices.map((choice) => (
            <FilterMenu
              key={choice.key}
              choice={choice}
              value={chosen.find((filter) => filter.key === choice.key)?.value}
              onChoose={(value) => onSearch(withFilter(q, keys, choice.key, value))}
            />
          ))}
          {extra}
        </Group>
      </form>
      <FilterChips filters={filters} chosen={chosen} onRemove={(gone) => onSearch(withoutFilter(q, keys, gone))} />
    </search>
  );
}
