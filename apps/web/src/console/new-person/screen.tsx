import { Button, Checkbox, Group, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FormErrors } from '../../design/form-errors.tsx';
import { Notice } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { inputId, summary } from '../parts/form.ts';
import { FreshLink } from '../parts/fresh-link.tsx';
import { PageColumn } from '../parts/section.tsx';
import { useUnsaved } from '../parts/use-unsaved.ts';
import { words } from '../words.ts';
import { type Created, groupChoicesQuery } from './api.ts';
import { isTouched, type NewPerson, type PersonField } from './model.ts';
import { useNewPerson } from './use-new-person.ts';

const FORM = 'new-person';
const crumbs = [{ label: words('people.title'), to: '/console/people' }];

export function NewPersonScreen(): ReactNode {
  const form = useNewPerson();
  useUnsaved(form.created === undefined && !form.busy && isTouched(form.person));
  if (form.created !== undefined) return <Added created={form.created} onAgain={form.again} />;
  const other = form.other === undefined ? [] : [{ message: form.other }];
  return (
    <PageColumn>
      <Page title={words('newPerson.title')} sentence={words('newPerson.text')} crumbs={crumbs}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void form.submit();
          }}
        >
          <Stack maw={560}>
            <FormErrors errors={[...summary(FORM, form.errors), ...other]} />
            <NameFields person={form.person} errors={form.errors} onChange={form.change} />
            <GroupsField person={form.person} onChange={form.change} />
            <Checkbox
              label={words('newPerson.invite')}
              description={words('newPerson.inviteHelp')}
              checked={form.person.invite}
              onChange={(event) => form.change({ invite: event.currentTarget.checked })}
            />
            <Group>
              <Button type="submit" loading={form.busy}>
                {words('newPerson.submit')}
              </Button>
              <ConsoleLink to="/console/people">{words('acts.cancel')}</ConsoleLink>
            </Group>
          </Stack>
        </form>
      </Page>
    </PageColumn>
  );
}

type FieldsProps = { readonly person: NewPerson; readonly onChange: (part: Partial<NewPerson>) => void };

function NameFields(props: FieldsProps & { errors: Partial<Record<PersonField, string>> }): ReactNode {
  const { person, errors, onChange } = props;
  return (
    <>
      <TextInput
        id={inputId(FORM, 'displayName')}
        label={words('newPerson.displayName')}
        description={words('newPerson.displayNameHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        required
        value={person.displayName}
        error={errors.displayName}
        autoComplete="off"
        onChange={(event) => onChange({ displayName: event.currentTarget.value })}
      />
      <TextInput
        id={inputId(FORM, 'username')}
        label={words('newPerson.username')}
        description={words('newPerson.usernameHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        required
        value={person.username}
        error={errors.username}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => onChange({ username: event.currentTarget.value })}
      />
      <TextInput
        id={inputId(FORM, 'email')}
        label={words('newPerson.email')}
        description={words('newPerson.emailHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        type="email"
        value={person.email}
        error={errors.email}
        autoComplete="off"
        onChange={(event) => onChange({ email: event.currentTarget.value })}
      />
    </>
  );
}

function GroupsField({ person, onChange }: FieldsProps): ReactNode {
  const groups = useQuery(groupChoicesQuery);
  return (
    <MultiSelect
      label={words('newPerson.groups')}
      description={words('newPerson.groupsHelp')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={(groups.data?.items ?? []).map((group) => group.name)}
      value={[...person.groups]}
      onChange={(chosen) => onChange({ groups: chosen })}
      searchable
    />
  );
}

function Added({ created, onAgain }: { created: Created; onAgain: () => void }): ReactNode {
  const { person, invitation } = created;
  const title = words('newPerson.done', { name: person.displayName });
  return (
    <PageColumn>
      <Page title={title} crumbs={crumbs}>
        <Stack maw={720}>
          {invitation === null ? (
            <Notice kind="good" announce>
              {title}
            </Notice>
          ) : (
            <FreshLink invitation={invitation} name={person.displayName} />
          )}
          <Group>
            <Button component={Link} to={`/console/people/${person.id}`} variant="default">
              {words('newPerson.open')}
            </Button>
            <Button variant="subtle" onClick={onAgain}>
              {words('newPerson.another')}
            </Button>
          </Group>
        </Stack>
      </Page>
    </PageColumn>
  );
}
