import { Button, Group, Stack, Text } from '@mantine/core';
import { IconFingerprint, IconPlus } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Added, AddView } from '../add-passkey/model.ts';
import { AddPasskeySteps } from '../add-passkey/steps.tsx';
import { useAddPasskey } from '../add-passkey/use-add-passkey.ts';
import { CeremonyOutcome } from '../ceremony/ceremony-outcome.tsx';
import { type Explanation, explainCeremonyError } from '../ceremony/explain-ceremony-error.ts';
import { Notice } from '../design/notice.tsx';
import { useNow } from '../design/time-text.tsx';
import { addWords } from '../words/add-passkey.ts';
import { enrolWords as words } from '../words/enrol.ts';
import { shortTime } from '../words/times.ts';
import { signInOnce } from './api.ts';
import type { Invitation, Stage } from './model.ts';

/** Explains what a passkey is and what will happen, then lets the person create and name it. */
export function FirstStage({
  token,
  invitation,
  onNaming,
  onSaved,
}: {
  token: string;
  invitation: Invitation;
  onNaming: (naming: boolean) => void;
  onSaved: (added: Added) => void;
}): ReactNode {
  const add = useAddPasskey({ token, onAdded: onSaved });
  useNaming(add.view, onNaming);
  return (
    <AddPasskeySteps add={add} wanted={invitation.wanted} explanation={<Introduction invitation={invitation} />} />
  );
}

/** Tells the frame when the passkey is being named, so that its title can say so. */
function useNaming(view: AddView, onNaming: (naming: boolean) => void): void {
  const naming = view.at === 'naming' || view.at === 'saving';
  useEffect(() => onNaming(naming), [naming, onNaming]);
}

function Introduction({
  invitation: { organisation, invitedBy, person, expiresAt },
}: {
  invitation: Invitation;
}): ReactNode {
  const now = useNow();
  return (
    <Stack gap="xs">
      <Text>
        {invitedBy === null
          ? words('invited', { organisation: organisation.name })
          : words('invited_by', { inviter: invitedBy, organisation: organisation.name })}{' '}
        {words('username', { username: person.username })}
      </Text>
      <Text>{addWords('what')}</Text>
      <Text size="sm" c="dimmed">
        {words('expires', { time: shortTime(expiresAt, now) })}
      </Text>
    </Stack>
  );
}

/** A first sign-in proves that the passkey works, and opens the session that a second passkey needs. */
export function TryStage({
  stage,
  onTried,
}: {
  stage: Extract<Stage, { at: 'try' }>;
  onTried: (next: string) => void;
}): ReactNode {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Explanation>();
  const trial = async (): Promise<void> => {
    setBusy(true);
    try {
      onTried((await signInOnce()).next);
    } catch (error) {
      setOutcome(explainCeremonyError('sign_in', error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack>
      <Notice kind="good" announce>
        <Text>{words('try_text', { name: stage.added.credential.name })}</Text>
      </Notice>
      {outcome !== undefined && <CeremonyOutcome outcome={outcome} />}
      <Group>
        <Button
          size="md"
          leftSection={<IconFingerprint size={20} aria-hidden="true" />}
          loading={busy}
          onClick={() => void trial()}
        >
          {words('try_button')}
        </Button>
      </Group>
      <Text role="status" c="dimmed" mih={20}>
        {busy ? words('try_asking') : ''}
      </Text>
    </Stack>
  );
}

/** Offers the passkeys that the policy still wants. It can be left for later. */
export function SecondStage({
  stage,
  onNaming,
  onSaved,
  onSkip,
}: {
  stage: Extract<Stage, { at: 'second' }>;
  onNaming: (naming: boolean) => void;
  onSaved: (added: Added) => void;
  onSkip: () => void;
}): ReactNode {
  const [started, setStarted] = useState(false);
  const add = useAddPasskey({ onAdded: onSaved });
  useNaming(add.view, onNaming);
  const busy = add.view.at === 'creating' || add.view.at === 'saving';
  const skip = (
    <Button variant="default" size="md" onClick={onSkip} disabled={busy}>
      {words('second_skip')}
    </Button>
  );
  if (started) return <AddPasskeySteps add={add} wanted={stage.wanted} secondary={skip} />;
  return (
    <Stack>
      <Text>{words('second_wanted', { count: stage.wanted.missing })}</Text>
      {stage.wanted.todo.map(({ code, person }) => (
        <Text key={code}>{person}</Text>
      ))}
      <Text>{words('second_text')}</Text>
      <Group>
        <Button size="md" leftSection={<IconPlus size={20} aria-hidden="true" />} onClick={() => setStarted(true)}>
          {words('second_button')}
        </Button>
        {skip}
      </Group>
      <Text size="sm" c="dimmed">
        {words('second_skip_note')}
      </Text>
    </Stack>
  );
}

export function DoneStage({
  stage,
  organisation,
}: {
  stage: Extract<Stage, { at: 'done' }>;
  organisation: string;
}): ReactNode {
  return (
    <Stack>
      <Text>{words('done_text', { organisation })}</Text>
      {stage.wanted.missing > 0 && <Text>{words('done_missing', { count: stage.wanted.missing })}</Text>}
      <Group>
        <Button component="a" href={stage.next} size="md">
          {words('done_button')}
        </Button>
      </Group>
    </Stack>
  );
}
