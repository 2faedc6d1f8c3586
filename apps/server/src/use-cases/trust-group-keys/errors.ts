import type { Catalogue } from '@holdfast/kernel';

/** What is refused because of the group of devices that a synced passkey was used on (extension `cmtgKey`). */
export const trustGroupKeyErrors = {
  'policy.trust_group_key_unconfirmed': {
    status: 403,
    public: 'new_device_unconfirmed',
    person:
      'You have not used this passkey on this device before, and nothing ties it to your other devices. Sign in with another passkey, or on a device where you used this one before. Then open your account page there and confirm the new device.',
    operator:
      'A synced passkey showed the key of a trust group that was not seen before, and the policy asks for confirmation (on_new_trust_group_key: step_up).',
  },
  'policy.trust_group_key_refused': {
    status: 403,
    public: 'new_device_refused',
    person:
      'This passkey can only be used on devices where you used it before, or on devices tied to them. Use one of those, or another passkey. If you have neither, ask your help desk.',
    operator:
      'A synced passkey showed the key of a trust group that was not seen before, and the policy refuses it (on_new_trust_group_key: refuse).',
  },
  'passkey.trust_group_key_foreign': {
    status: 403,
    public: 'ceremony_refused',
    person: 'Your passkey could not be checked. Use another one, and tell your help desk about this one.',
    operator:
      'The trust group key belongs to another credential. Managers never share one between credentials: somebody holds the secrets of both.',
  },
  'passkey.trust_group_key_not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such device to confirm; it may have been answered already.',
    operator: 'No key with this digest waits for confirmation on this credential of the person.',
  },
  'passkey.trust_group_key_self_confirmed': {
    status: 403,
    public: 'other_passkey_needed',
    person:
      'A new device cannot be confirmed with the passkey that it uses. Confirm with another passkey, or on a device where you used this one before.',
    operator:
      'The last assertion of the session was made neither with a known key of a trust group, nor with another credential that shows none.',
  },
} as const satisfies Catalogue;
