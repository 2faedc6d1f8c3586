import { useState } from 'react';
import type { FieldErrors } from '../new-person/model.ts';
import { refusal } from '../parts/form.ts';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { updatePerson } from './api.ts';
import { checkEdit, type EditField, editOf, type PersonAnswer, type PersonEdit, updateBody } from './model.ts';

/** The state of the form that changes a person. Nothing typed is lost when the server refuses. */
export function useEdit(answer: PersonAnswer, onDone: () => void) {
  const act = useAct();
  const [edit, setEdit] = useState<PersonEdit>(() => editOf(answer));
  const [errors, setErrors] = useState<FieldErrors<EditField>>({});
  const [other, setOther] = useState<string>();
  const [busy, setBusy] = useState(false);
  const body = updateBody(answer, edit);

  const submit = async (): Promise<void> => {
    const wrong = checkEdit(edit);
    setErrors(wrong);
    setOther(undefined);
    if (Object.keys(wrong).length > 0 || body === undefined) return;
    setBusy(true);
    try {
      await act(
        () => updatePerson(answer.person.id, body),
        () => words('acts.saved'),
      );
      onDone();
    } catch (error) {
      const said = refusal(error, ['displayName', 'email'] as const);
      setErrors(said.errors);
      setOther(said.other);
    } finally {
      setBusy(false);
    }
  };
  const change = (part: Partial<PersonEdit>): void => setEdit({ ...edit, ...part });
  return { edit, change, errors, other, busy, changed: body !== undefined, submit };
}
