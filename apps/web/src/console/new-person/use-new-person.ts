import { useState } from 'react';
import { refusal } from '../parts/form.ts';
import { useAct } from '../parts/use-act.ts';
import { type Created, createPerson } from './api.ts';
import {
  blankPerson,
  checkNewPerson,
  createBody,
  type FieldErrors,
  type NewPerson,
  type PersonField,
} from './model.ts';

const fields = ['displayName', 'username', 'email'] as const;

/** The form's state: what is typed, what is wrong with it, and what came of it. */
export function useNewPerson() {
  const act = useAct();
  const [person, setPerson] = useState<NewPerson>(blankPerson);
  const [errors, setErrors] = useState<FieldErrors<PersonField>>({});
  const [other, setOther] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [created, setCreated] = useState<Created>();

  const submit = async (): Promise<void> => {
    const wrong = checkNewPerson(person);
    setErrors(wrong);
    setOther(undefined);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    try {
      setCreated(await act(() => createPerson(createBody(person))));
    } catch (error) {
      const said = refusal(error, fields);
      setErrors(said.errors);
      setOther(said.other);
    } finally {
      setBusy(false);
    }
  };
  const again = (): void => {
    setPerson(blankPerson);
    setCreated(undefined);
  };
  const change = (part: Partial<NewPerson>): void => setPerson({ ...person, ...part });
  return { person, change, errors, other, busy, created, submit, again };
}
