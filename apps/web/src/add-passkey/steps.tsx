import { Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import {
  IconBuilding,
  IconCloud,
  IconDeviceLaptop,
  IconDeviceMobile,
  IconFingerprint,
  IconUsb,
} from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { CeremonyOutcome } from '../ceremony/ceremony-outcome.tsx';
import { FormErrors } from '../design/form-errors.tsx';
import { addWords as words } from '../words/add-passkey.ts';
import { type AddView, nameProblem, type Wanted } from './model.ts';
import type { AddPasskey } from './use-add-passkey.ts';

/** Every state of creating a passkey. `secondary` stands beside the button that starts it (cancel, skip). */
export function AddPasskeySteps({
  add,
  wanted,
  explanation,
  secondary,
}: {
  add: AddPasskey;
  wanted: Wanted;
  explanation?: ReactNode;
  secondary?: ReactNode;
}): ReactNode {
  const { view } = add;
  switch (view.at) {
    case 'explaining':
    case 'creating':
      return (
        <Stack>
          {view.at === 'explaining' && view.outcome !== undefined && <CeremonyOutcome outcome={view.outcome} />}
          {hasFailed(view) ? null : explanation}
          <Accepted wanted={wanted} />
          <Text>{words('happens')}</Text>
          <Group>
            <CreateButton view={view} onCreate={add.create} />
            {secondary}
          </Group>
          <Text role="status" c="dimmed" mih={20}>
            {view.at === 'creating' ? words('creating') : ''}
          </Text>
        </Stack>
      );
    case 'naming':
    case 'saving':
      return <NamingForm key={view.response.id} view={view} onSave={(name) => void add.save(view.response, name)} />;
    case 'saved':
      return null;
  }
}

/** After a failure the outcome stands where the explanation was: it is what has to be read now. */
function hasFailed(view: AddView): boolean {
  return view.at === 'explaining' && view.outcome !== undefined;
}

function CreateButton({ view, onCreate }: { view: AddView; onCreate: () => Promise<void> }): ReactNode {
  const another = view.at === 'explaining' && view.another;
  return (
    <Button
      size="md"
      leftSection={<IconFingerprint size={20} aria-hidden="true" />}
      loading={view.at === 'creating'}
      onClick={() => void onCreate()}
      data-autofocus
    >
      {another ? words('another') : words('create')}
    </Button>
  );
}

const icons = {
  synced: IconCloud,
  platform: IconDeviceLaptop,
  'security-key': IconUsb,
  'mobile-bound': IconDeviceMobile,
  'managed-device': IconBuilding,
} as const;

/** What the policy accepts and asks for, said before the browser's dialog opens. */
export function Accepted({ wanted }: { wanted: Wanted }): ReactNode {
  return (
    <Stack gap="xs">
      <Text>{words('accepted')}</Text>
      <List spacing="xs" listStyleType="none" pl={0}>
        {wanted.allowedTypes.map((type) => {
          const Icon = icons[type];
          return (
            <List.Item key={type} icon={<Icon size={20} aria-hidden="true" />}>
              {words(`type_${type}`)}
            </List.Item>
          );
        })}
      </List>
      {wanted.attestationAsked && (
        <Text {...(!wanted.attestationRequired && { c: 'dimmed' })}>
          {wanted.attestationRequired ? words('attestation') : words('attestation_asked')}
        </Text>
      )}
    </Stack>
  );
}

function NamingForm({
  view,
  onSave,
}: {
  view: Extract<AddView, { at: 'naming' | 'saving' }>;
  onSave: (name: string) => void;
}): ReactNode {
  const inputId = useId();
  const [name, setName] = useState(view.name);
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = nameProblem(name);
    setProblem(found);
    if (found === undefined) onSave(name);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>{words('naming_text')}</Text>
        {problem !== undefined && <FormErrors errors={[{ inputId, message: problem }]} />}
        {view.at === 'naming' && view.outcome !== undefined && <CeremonyOutcome outcome={view.outcome} />}
        <TextInput
          id={inputId}
          label={words('name')}
          description={words('name_help')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          value={name}
          error={problem}
          onChange={(event) => setName(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          maw={400}
          autoFocus
          data-autofocus
          autoComplete="off"
        />
        <Group>
          <Button type="submit" loading={view.at === 'saving'}>
            {words('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
