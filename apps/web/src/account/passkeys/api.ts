import { queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../../api/client.ts';
import { signalAccepted, signalDetails } from '../../ceremony/signals.ts';

export type Account = Answer<'GET /api/v1/account'>;
export type OwnPasskey = Account['passkeys'][number];

/** The account; whenever it is read, the browser is told which passkeys are accepted and what the person is called. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: async ({ signal }) => {
    const account = await call('GET /api/v1/account', { signal });
    await Promise.all([signalAccepted(account.signals.accepted), signalDetails(account.signals.details)]);
    return account;
  },
});

export async function renamePasskey(credentialId: string, name: string): Promise<void> {
  const { signal, details } = await call('PATCH /api/v1/account/passkeys/:credentialId', {
    params: { credentialId },
    body: { name },
  });
  await Promise.all([signalAccepted(signal), signalDetails(details)]);
}

export async function confirmDevice(credentialId: string, group: string): Promise<void> {
  await call('POST /api/v1/account/passkeys/:credentialId/trust-group-keys/:group/confirm', {
    params: { credentialId, group },
  });
}

export async function rejectDevice(credentialId: string, group: string): Promise<void> {
  await call('DELETE /api/v1/account/passkeys/:credentialId/trust-group-keys/:group', {
    params: { credentialId, group },
  });
}

/** True when this very session ended with the passkey. */
export async function removePasskey(credentialId: string): Promise<boolean> {
  const { signal, signedOut } = await call('DELETE /api/v1/account/passkeys/:credentialId', {
    params: { credentialId },
  });
  await signalAccepted(signal);
  return signedOut;
}
