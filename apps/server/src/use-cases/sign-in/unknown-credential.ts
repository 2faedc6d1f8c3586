import { err, ok, type Result } from '@holdfast/kernel';
import { peekAuthentication } from '@holdfast/webauthn';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { findCredential } from '../../store/credentials.ts';
import { checkChallenge } from '../ceremony/challenge.ts';
import type { AssertionCall } from '../ceremony/check-assertion.ts';
import { credentialKey } from '../ceremony/count-keys.ts';
import { isDecoyId } from '../ceremony/decoys.ts';

/**
 * Whether the browser may forget a passkey for good: only when no account has it, not even a disabled one, not even
 * revoked. A decoy is nobody's either, but saying so would tell that the name it was given out for has no account.
 */
export async function isUnknownCredential(ports: Ports, call: AssertionCall): Promise<Result<boolean, RefusedCall>> {
  const peeked = peekAuthentication(call.response);
  if (!peeked.ok) return err(peeked.error);
  const { credentialId, challenge } = peeked.value;
  const checked = checkChallenge(
    { key: ports.keys.challenge, ceremonyId: call.ceremonyId },
    { text: challenge, accepts: ['sign_in', 'sign_in_named'], at: call.at },
  );
  if (!checked.ok) {
    return err({
      ...checked.error,
      event: { type: 'request.refused', credentialId },
      countedFor: [credentialKey(credentialId)],
    });
  }
  const isDecoy = isDecoyId(ports.keys.decoy, credentialId);
  const stored = await findCredential(ports.database.queries, credentialId);
  return ok(stored === null && !isDecoy);
}
