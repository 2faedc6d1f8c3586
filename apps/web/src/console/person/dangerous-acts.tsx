import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSignedIn } from '../../session/signed-in.tsx';
import { ActRow, DangerBox } from '../parts/section.tsx';
import { words } from '../words.ts';
import { DisableDialog, EnableDialog, EndSessionsDialog } from './act-dialogs.tsx';
import {
  type DangerousAct,
  dangerousActs,
  disablePreview,
  enablePreview,
  endSessionsPreview,
  type PersonAnswer,
} from './model.ts';
import { RolesDialog } from './roles-dialog.tsx';

const dialogs = {
  disable: DisableDialog,
  enable: EnableDialog,
  endSessions: EndSessionsDialog,
  setRoles: RolesDialog,
} as const;

const buttons = {
  disable: 'var(--hf-bad)',
  enable: 'var(--hf-link)',
  endSessions: 'var(--hf-bad)',
  setRoles: 'var(--hf-text)',
} as const;

/** What has consequences, in a box of its own; each act says what it does to whom before it is even opened. */
export function DangerousActs({ answer }: { answer: PersonAnswer }): ReactNode {
  const { permissions } = useSignedIn();
  const [open, setOpen] = useState<DangerousAct>();
  const acts = dangerousActs(answer, permissions);
  if (acts.length === 0) return null;
  const Dialog = open === undefined ? undefined : dialogs[open];
  return (
    <DangerBox>
      {acts.map((act) => (
        <ActRow key={act} text={said(act, answer)}>
          <Button
            variant="outline"
            color={buttons[act]}
            disabled={act === 'endSessions' && answer.sessions === 0}
            onClick={() => setOpen(act)}
          >
            {words(`person.${act}.act`)}
          </Button>
        </ActRow>
      ))}
      {Dialog !== undefined && <Dialog answer={answer} onClose={() => setOpen(undefined)} />}
    </DangerBox>
  );
}

function said(act: DangerousAct, answer: PersonAnswer): string {
  switch (act) {
    case 'disable':
      return disablePreview(answer).effect;
    case 'enable':
      return enablePreview(answer).effect;
    case 'endSessions':
      return endSessionsPreview(answer).effect;
    case 'setRoles':
      return words('person.setRoles.box');
  }
}
