import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FormErrors } from '../../design/form-errors.tsx';
import { Page } from '../../design/page.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { inputId, summary } from '../parts/form.ts';
import { PageColumn } from '../parts/section.tsx';
import { useUnsaved } from '../parts/use-unsaved.ts';
import { words } from '../words.ts';
import { useNewGroup } from './use-new-group.ts';

const FORM = 'new-group';
const order = ['label', 'input', 'description', 'error'] as const;

export function NewGroupScreen(): ReactNode {
  const navigate = useNavigate();
  const form = useNewGroup((groupId) => void navigate({ to: `/console/groups/${groupId}`, ignoreBlocker: true }));
  useUnsaved(form.at === 'typing' && (form.group.name !== '' || form.group.description !== ''));
  const other = form.other === undefined ? [] : [{ message: form.other }];
  return (
    <PageColumn>
      <Page
        title={words('groups.create.title')}
        sentence={words('groups.create.text')}
        crumbs={[{ label: words('groups.title'), to: '/console/groups' }]}
      >
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void form.submit();
          }}
        >
          <Stack maw={560}>
            <FormErrors errors={[...summary(FORM, form.errors), ...other]} />
            <Fields form={form} />
            <Group>
              <Button type="submit" loading={form.at !== 'typing'}>
                {words('groups.create.submit')}
              </Button>
              <ConsoleLink to="/console/groups">{words('acts.cancel')}</ConsoleLink>
            </Group>
          </Stack>
        </form>
      </Page>
    </PageColumn>
  );
}

function Fields({ form }: { form: ReturnType<typeof useNewGroup> }): ReactNode {
  return (
    <>
      <TextInput
        id={inputId(FORM, 'name')}
        label={words('groups.create.name')}
        description={words('groups.create.nameHelp')}
        inputWrapperOrder={[...order]}
        required
        value={form.group.name}
        error={form.errors.name}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => form.change({ name: event.currentTarget.value })}
      />
      <Textarea
        id={inputId(FORM, 'description')}
        label={words('groups.create.description')}
        description={words('groups.create.descriptionHelp')}
        inputWrapperOrder={[...order]}
        autosize
        minRows={2}
        value={form.group.description}
        error={form.errors.description}
        onChange={(event) => form.change({ description: event.currentTarget.value })}
      />
    </>
  );
}
