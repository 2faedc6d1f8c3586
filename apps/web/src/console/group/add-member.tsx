import { Button, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { describeError } from '../../design/describe-error.ts';
import { Notice } from '../../design/notice.tsx';
import { PersonPicker, type PickedPerson } from '../parts/person-picker.tsx';
import { Section } from '../parts/section.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { addMember } from './api.ts';
import { addEffect, type GroupAnswer } from './model.ts';

/** Finds a person and puts them into the group; what that means for them is said before the button is pressed. */
export function AddMember({ answer }: { answer: GroupAnswer }): ReactNode {
  const { picked, pick, busy, failure, add } = useAddMember(answer);
  return (
    <Section title={words('group.add')}>
      <Stack gap="sm">
        <PersonPicker
          label={words('person.facts.person')}
          help={words('group.addHelp')}
          picked={picked}
          onPick={pick}
        />
        {picked !== null && <Text size="sm">{addEffect(answer, picked.displayName)}</Text>}
        {failure !== undefined && (
          <Notice kind="bad" announce>
            {failure}
          </Notice>
        )}
        <Group>
          <Button variant="default" disabled={picked === null} loading={busy} onClick={() => void add()}>
            {words('group.addSubmit')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

function useAddMember({ group }: GroupAnswer) {
  const act = useAct();
  const [picked, setPicked] = useState<PickedPerson | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const pick = (person: PickedPerson | null): void => {
    setFailure(undefined);
    setPicked(person);
  };
  const add = async (): Promise<void> => {
    if (picked === null) return;
    setBusy(true);
    try {
      await act(
        () => addMember(group.id, picked.id),
        () => words('group.added', { person: picked.displayName }),
      );
      pick(null);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'cancelled')) setFailure(describeError(error).what);
    } finally {
      setBusy(false);
    }
  };
  return { picked, pick, busy, failure, add };
}
