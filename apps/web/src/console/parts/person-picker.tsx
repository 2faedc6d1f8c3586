import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { call } from '../../api/client.ts';
import { words } from '../words.ts';

export type PickedPerson = { readonly id: string; readonly displayName: string; readonly username: string };
const TYPING_MS = 250;

/** Chooses a person by typing a name or username. The server searches, so that it works with any number of people. */
export function PersonPicker(props: {
  label: string;
  help: string;
  picked: PickedPerson | null;
  onPick: (person: PickedPerson | null) => void;
}): ReactNode {
  const { label, help, picked, onPick } = props;
  const [typed, setTyped] = useState('');
  const people = useFound(typed, picked);
  return (
    <Select
      label={label}
      description={help}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': words('picker.clear') }}
      data={people.map((person) => ({ value: person.id, label: `${person.displayName} (${person.username})` }))}
      value={picked?.id ?? null}
      onChange={(id) => onPick(people.find((person) => person.id === id) ?? null)}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={words('picker.nobody')}
      maw={480}
    />
  );
}

function useFound(typed: string, picked: PickedPerson | null): readonly PickedPerson[] {
  const [q] = useDebouncedValue(typed.replace(/\s*\([^)]*\)$/, ''), TYPING_MS);
  const { data } = useQuery({
    queryKey: ['console', 'people', 'picker', q],
    queryFn: ({ signal }) => call('GET /api/v1/people', { query: { ...(q !== '' && { q }), limit: 20 }, signal }),
    placeholderData: keepPreviousData,
  });
  const found = data?.items ?? [];
  return picked === null || found.some((person) => person.id === picked.id) ? found : [picked, ...found];
}
