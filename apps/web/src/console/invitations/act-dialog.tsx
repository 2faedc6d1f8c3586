import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import type { FreshInvitation } from '../parts/fresh-link.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { renewInvitation, withdrawInvitation } from './api.ts';
import type { InvitationAct, InvitationRow } from './model.ts';

export type InvitationDialogProps = {
  readonly asked: { readonly act: InvitationAct; readonly row: InvitationRow };
  readonly onMade: (made: { invitation: FreshInvitation; name: string }) => void;
  readonly onClose: () => void;
};

/** Says what an act does to whom, then does it. */
export function InvitationDialog({ asked, onMade, onClose }: InvitationDialogProps): ReactNode {
  const { row } = asked;
  const person = row.person.displayName;
  const act = useAct();
  switch (asked.act) {
    case 'withdraw': {
      const withdraw = async (): Promise<void> => {
        await act(
          () => withdrawInvitation(row.id),
          () => words('invitations.withdraw.done', { person }),
        );
      };
      return (
        <ConfirmDialog
          opened
          danger
          title={words('invitations.withdraw.title', { person })}
          confirm={words('invitations.withdraw.act')}
          onConfirm={withdraw}
          onClose={onClose}
        >
          {words('invitations.withdraw.effect', { person })}
        </ConfirmDialog>
      );
    }
    case 'renew': {
      const renew = async (): Promise<void> => {
        onMade({ invitation: await act(() => renewInvitation(row.person.id)), name: person });
      };
      return (
        <ConfirmDialog
          opened
          title={words('invitations.renew.title', { person })}
          confirm={words('invitations.renew.submit')}
          onConfirm={renew}
          onClose={onClose}
        >
          {words('invitations.renew.effect')}
        </ConfirmDialog>
      );
    }
  }
}
