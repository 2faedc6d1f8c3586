import { judge, type Policy, sentenceForPerson } from '@holdfast/policy';
import type { CredentialClass } from '@holdfast/trust';
import { serverErrors } from '../../errors.ts';
import type { AssessedPasskey } from '../../store/credentials.ts';

/** A passkey as its owner sees it. */
export type OwnPasskeyView = {
  readonly credential: AssessedPasskey;
  /** Why it is in this state, or what is known about it. */
  readonly explanation: string;
  /** Null when it can be removed. */
  readonly removalBlockedBecause: string | null;
};

const places: Readonly<Record<CredentialClass, string>> = {
  synced: 'It is kept by a password manager that copies it to your other devices.',
  platform: 'It stays on one device.',
  'security-key': 'It stays on a security key.',
  'mobile-bound': 'It stays on one phone.',
  'managed-device': 'It stays on one device of your organisation.',
};

export function ownPasskeys(
  policy: Policy,
  groups: readonly string[],
  credentials: readonly AssessedPasskey[],
): readonly OwnPasskeyView[] {
  return credentials.map((credential) => ({
    credential,
    explanation: explain(policy, groups, credential),
    removalBlockedBecause: isLastWayIn(policy, groups, credentials, credential.id)
      ? serverErrors['passkey.last_way_in'].person
      : null,
  }));
}

/**
 * Whether nobody could sign in any more without this passkey: what counts are ways in that today's policy accepts, not
 * passkeys (lessons 39). One that is set aside is no way in, so it never blocks and is never blocked.
 */
export function isLastWayIn(
  policy: Policy,
  groups: readonly string[],
  credentials: readonly AssessedPasskey[],
  id: string,
): boolean {
  const target = credentials.find((credential) => credential.id === id);
  if (target?.status !== 'active') return false;
  return !credentials.some((other) => other.id !== id && letsIn(policy, groups, other));
}

function letsIn(policy: Policy, groups: readonly string[], { status, assessment }: AssessedPasskey): boolean {
  return status === 'active' && judge(policy, groups, assessment).outcome === 'accepted';
}

function explain(policy: Policy, groups: readonly string[], credential: AssessedPasskey): string {
  switch (credential.status) {
    case 'pending':
      return `It cannot be used yet. ${credential.statusReason}`;
    case 'quarantined':
      return `It is set aside and cannot be used. ${credential.statusReason}`;
    case 'revoked':
      return `It was removed. ${credential.statusReason}`;
    case 'active': {
      const refused = sentenceForPerson(judge(policy, groups, credential.assessment));
      if (refused !== null) return refused;
      const proof = credential.evidence === 'attested' ? 'Its maker vouches for that.' : 'No maker vouches for that.';
      return `${places[credential.class]} ${proof}`;
    }
  }
}
