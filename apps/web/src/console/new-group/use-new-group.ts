import { useState } from 'react';
import type { FieldErrors } from '../new-person/model.ts';
import { refusal } from '../parts/form.ts';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { createGroup } from './api.ts';
import { blankGroup, checkNewGroup, type GroupField, type NewGroup } from './model.ts';

/** The form's state; `onCreated` gets the id of the new group. */
export function useNewGroup(onCreated: (groupId: string) => void) {
  const act = useAct();
  const [group, setGroup] = useState<NewGroup>(blankGroup);
  const [errors, setErrors] = useState<FieldErrors<GroupField>>({});
  const [other, setOther] = useState<string>();
  const [at, setAt] = useState<'typing' | 'sending' | 'done'>('typing');

  const submit = async (): Promise<void> => {
    const wrong = checkNewGroup(group);
    setErrors(wrong);
    setOther(undefined);
    if (Object.keys(wrong).length > 0) return;
    setAt('sending');
    try {
      const created = await act(
        () => createGroup(group.name.trim(), group.description.trim()),
        (answer) => words('groups.create.done', { name: answer.group.name }),
      );
      setAt('done');
      onCreated(created.group.id);
    } catch (error) {
      const said = refusal(error, ['name', 'description'] as const);
      setErrors(said.errors);
      setOther(said.other);
      setAt('typing');
    }
  };
  const change = (part: Partial<NewGroup>): void => setGroup({ ...group, ...part });
  return { group, change, errors, other, at, submit };
}
