import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { ApiError, call } from '../api/client.ts';
import { getPasskey } from '../ceremony/browser.ts';
import { CeremonyOutcome } from '../ceremony/ceremony-outcome.tsx';
import { type Explanation, explainCeremonyError } from '../ceremony/explain-ceremony-error.ts';
import { designWords } from '../words/design.ts';
import { sessionWords as words } from '../words/session.ts';

/** The public name of "this act needs a fresh assertion" (product.md E2). */
export const freshNeeded = 'fresh_assertion_needed';

/** The public name of "not with this passkey": another one must vouch. */
const otherPasskeyNeeded = 'other_passkey_needed';

/** Somebody closed the explaining dialog: nothing was done, and nothing needs to be reported. */
export class Cancelled extends Error {
  override readonly name = 'cancelled';
}

export type WithFresh = <T>(action: () => Promise<T>) => Promise<T>;

const FreshContext = createContext<WithFresh | undefined>(undefined);

/**
 * Runs an act that may need a fresh assertion, or one by another passkey: when the server says so, a dialog explains, the
 * person confirms with a passkey, and the act is repeated. Rejects with `Cancelled` when they do not.
 */
export function useWithFresh(): WithFresh {
  const withFresh = useContext(FreshContext);
  if (withFresh === undefined) throw new Error('useWithFresh needs a FreshProvider above it.');
  return withFresh;
}

type Waiting = {
  /** Why another passkey is asked for; absent where any will do. */
  readonly reason?: string;
  readonly confirmed: () => void;
  readonly cancelled: () => void;
};

export function FreshProvider({ children }: { children: ReactNode }): ReactNode {
  const [waiting, setWaiting] = useState<Waiting>();
  const confirmed = (reason?: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const settled = { confirmed: resolve, cancelled: () => reject(new Cancelled()) };
      setWaiting(reason === undefined ? settled : { ...settled, reason });
    });
  const withFresh: WithFresh = async (action) => {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.name !== freshNeeded && error.name !== otherPasskeyNeeded) throw error;
      await confirmed(error.name === otherPasskeyNeeded ? error.message : undefined);
      return await action();
    }
  };
  const close = (answer: 'confirmed' | 'cancelled'): void => {
    waiting?.[answer]();
    setWaiting(undefined);
  };
  return (
    <FreshContext.Provider value={withFresh}>
      {children}
      {waiting !== undefined && (
        <ConfirmIdentity
          reason={waiting.reason ?? words('confirm_text')}
          onConfirmed={() => close('confirmed')}
          onCancel={() => close('cancelled')}
        />
      )}
    </FreshContext.Provider>
  );
}

type ConfirmIdentityProps = {
  readonly reason: string;
  readonly onConfirmed: () => void;
  readonly onCancel: () => void;
};

function ConfirmIdentity({ reason, onConfirmed, onCancel }: ConfirmIdentityProps): ReactNode {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Explanation>();
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setOutcome(undefined);
    try {
      const { publicKey } = await call('POST /api/v1/confirm/options', { body: {} });
      const response = await getPasskey(publicKey, { manner: 'modal' });
      await call('POST /api/v1/confirm/verify', { body: { response } });
      onConfirmed();
    } catch (error) {
      setOutcome(explainCeremonyError('confirm', error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onCancel}
      title={words('confirm_title')}
      zIndex={300}
      closeButtonProps={{ 'aria-label': designWords('close') }}
    >
      <Stack>
        <Text>{reason}</Text>
        {outcome !== undefined && <CeremonyOutcome outcome={outcome} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel} disabled={busy}>
            {designWords('cancel')}
          </Button>
          <Button onClick={confirm} loading={busy} data-autofocus>
            {words('confirm_button')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
