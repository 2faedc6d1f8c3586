import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { CredentialIdText, closed, Time } from './shapes.ts';

const GroupDigest = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the key, hex' });

/** A group of devices that waits for its owner to say whether it is theirs. */
export const WaitingGroup = Type.Object(
  {
    group: GroupDigest,
    firstUsedAt: Time,
    lastUsedAt: Time,
    /** Where it was used first. */
    address: Type.String(),
    browser: Type.String({ description: 'e.g. "Chrome on Windows"' }),
  },
  closed,
);
export type WaitingGroup = Static<typeof WaitingGroup>;

/** What a synced passkey told of the devices that it was used on (extension `cmtgKey`). */
export const DeviceGroups = Type.Object({ known: Type.Integer(), waiting: Type.Array(WaitingGroup) }, closed);

const TrustGroupKey = Type.Object(
  {
    group: GroupDigest,
    status: Type.Union([Type.Literal('known'), Type.Literal('waiting')]),
    firstUsedAt: Time,
    lastUsedAt: Time,
    address: Type.String(),
    browser: Type.String({ description: 'e.g. "Chrome on Windows"' }),
  },
  closed,
);

const byWaiting = Type.Object({ credentialId: CredentialIdText, group: GroupDigest }, closed);

export const trustGroupKeysContract = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/credentials/:credentialId/trust-group-keys',
    needs: 'credentials:read',
    summary: 'Groups of devices that a synced passkey was used on, by the keys that it showed; oldest first',
    params: Type.Object({ credentialId: CredentialIdText }, closed),
    answer: Type.Object({ keys: Type.Array(TrustGroupKey) }, closed),
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/api/v1/account/passkeys/:credentialId/trust-group-keys/:group/confirm',
    needs: 'signed-in',
    fresh: true,
    summary: 'A new device of a passkey of one’s own is known from now on. Not with that passkey on that device',
    params: byWaiting,
  }),
  reject: endpoint({
    method: 'DELETE',
    path: '/api/v1/account/passkeys/:credentialId/trust-group-keys/:group',
    needs: 'signed-in',
    summary: 'A new device of a passkey of one’s own is somebody else’s',
    params: byWaiting,
  }),
};
