import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useSignedIn } from '../../session/signed-in.tsx';
import { ReleaseDialog } from '../credential/status-acts.tsx';
import { words } from '../words.ts';
import type { QuarantinedRow } from './api.ts';

/** Releasing from the queue; what the rules refuse, the server does not release, and says so in the dialog. */
export function ReleaseButton({ row }: { row: QuarantinedRow }): ReactNode {
  const { may } = useSignedIn();
  const [opened, dialog] = useDisclosure(false);
  if (!may('credentials:quarantine')) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={words('credential.release.of', { name: row.name, person: row.person.displayName })}
        onClick={dialog.open}
      >
        {words('credential.release.act')}
      </Button>
      {opened && <ReleaseDialog passkey={{ ...row, person: row.person.displayName }} onClose={dialog.close} />}
    </>
  );
}
