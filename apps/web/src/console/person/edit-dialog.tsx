import { Button, Group, Modal, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormErrors } from '../../design/form-errors.tsx';
import { designWords } from '../../words/design.ts';
import { groupChoicesQuery } from '../new-person/api.ts';
import { inputId, summary } from '../parts/form.ts';
import { words } from '../words.ts';
import { groupChanges, type PersonAnswer, type PersonEdit } from './model.ts';
import { useEdit } from './use-edit.ts';

const FORM = 'edit-person';

/** Changes name, address and groups; says which groups are joined and left before anything is saved. */
export function EditDialog({ answer, onClose }: { answer: PersonAnswer; onClose: () => void }): ReactNode {
  const form = useEdit(answer, onClose);
  const other = form.other === undefined ? [] : [{ message: form.other }];
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={words('person.edit.title', { name: answer.person.displayName })}
      closeButtonProps={{ 'aria-label': designWords('close') }}
      closeOnClickOutside={!form.changed}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        <Stack>
          <FormErrors errors={[...summary(FORM, form.errors), ...other]} />
          <EditFields edit={form.edit} errors={form.errors} onChange={form.change} />
          <GroupsPreview before={answer.person.groups} after={form.edit.groups} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={form.busy}>
              {words('acts.cancel')}
            </Button>
            <Button type="submit" loading={form.busy} disabled={!form.changed}>
              {words('acts.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function EditFields(props: {
  edit: PersonEdit;
  errors: Partial<Record<'displayName' | 'email', string>>;
  onChange: (part: Partial<PersonEdit>) => void;
}): ReactNode {
  const { edit, errors, onChange } = props;
  const groups = useQuery(groupChoicesQuery);
  const known = (groups.data?.items ?? []).map((group) => group.name);
  return (
    <>
      <TextInput
        id={inputId(FORM, 'displayName')}
        label={words('newPerson.displayName')}
        required
        value={edit.displayName}
        error={errors.displayName}
        onChange={(event) => onChange({ displayName: event.currentTarget.value })}
      />
      <TextInput
        id={inputId(FORM, 'email')}
        label={words('newPerson.email')}
        type="email"
        value={edit.email}
        error={errors.email}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
      />
      <MultiSelect
        label={words('newPerson.groups')}
        description={words('person.edit.text')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={[...new Set([...known, ...edit.groups])]}
        value={[...edit.groups]}
        onChange={(chosen) => onChange({ groups: chosen })}
        searchable
      />
    </>
  );
}

function GroupsPreview({ before, after }: { before: readonly string[]; after: readonly string[] }): ReactNode {
  const { joins, leaves } = groupChanges(before, after);
  return (
    <Text size="sm" aria-live="polite">
      {joins.length > 0 && words('person.edit.joins', { groups: joins.join(', ') })}{' '}
      {leaves.length > 0 && words('person.edit.leaves', { groups: leaves.join(', ') })}
    </Text>
  );
}
