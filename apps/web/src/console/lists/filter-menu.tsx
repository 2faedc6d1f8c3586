import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { words } from '../words.ts';
import { choiceLabel, type FilterChoice } from './filters.ts';

/** One filter as a button that says what is chosen and opens the values. */
export function FilterMenu(props: {
  choice: FilterChoice;
  value: string | undefined;
  onChoose: (value: string | undefined) => void;
}): ReactNode {
  const { choice, value, onChoose } = props;
  const chosen = value === undefined ? words('lists.any') : choiceLabel(choice, value);
  const said = words('lists.filterIs', { label: choice.label, value: chosen });
  const options = [{ value: undefined, label: words('lists.any') }, ...choice.values];
  return (
    <Menu position="bottom-start" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant={value === undefined ? 'default' : 'light'}
          rightSection={<IconChevronDown size={16} aria-hidden="true" />}
          aria-label={said}
        >
          {value === undefined ? choice.label : said}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {options.map((option) => (
          <Menu.Item
            key={option.value ?? ''}
            onClick={() => onChoose(option.value)}
            aria-current={option.value === value}
            rightSection={option.value === value ? <IconCheck size={16} aria-hidden="true" /> : null}
          >
            {option.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
