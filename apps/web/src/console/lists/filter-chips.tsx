import { CloseButton, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { words } from '../words.ts';
import { choiceLabel, type ListFilters } from './filters.ts';
import classes from './lists.module.css';
import type { Filter } from './query-text.ts';

/** Every filter in force as a chip with a way to take it out, whether it was chosen or typed. */
export function FilterChips(props: {
  filters: ListFilters;
  chosen: readonly Filter[];
  onRemove: (filter: Filter) => void;
}): ReactNode {
  const { filters, chosen, onRemove } = props;
  if (chosen.length === 0) return null;
  return (
    <Group component="ul" gap={8} mt="xs" className={classes['chips'] ?? ''} aria-label={words('lists.filters')}>
      {chosen.map((filter) => {
        const said = chipText(filters, filter);
        return (
          <li key={`${filter.key}:${filter.value}`} className={classes['chip']}>
            <span className={classes['chipText']}>{said}</span>
            <CloseButton
              size="sm"
              aria-label={words('lists.removeFilter', { filter: said })}
              onClick={() => onRemove(filter)}
            />
          </li>
        );
      })}
    </Group>
  );
}

function chipText({ choices }: ListFilters, { key, value }: Filter): string {
  const choice = choices.find((known) => known.key === key);
  return choice === undefined
    ? words('lists.filterIs', { label: key, value })
    : words('lists.filterIs', { label: choice.label, value: choiceLabel(choice, value) });
}
