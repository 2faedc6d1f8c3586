import { writeFileSync } from 'node:fs';
import { evidenceOf } from '../../apps/server/src/testing/evidence-world.ts';
import { evidenceText } from '../../apps/server/src/use-cases/evidence/evidence-text.ts';

/**
 * Writes the example of an evidence file anew. Keys are made freshly each time, so the file changes with every run; it stays as it is
 * until there is a reason.
 */
const policySource = `# Everybody may have any passkey that is not known to be broken.
passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key, managed_device]
    minimum_credentials: 1
  # Whoever moves money needs hardware that its maker vouches for.
  payments:
    applies_to: [payments]
    allowed_credential_types: [security_key, managed_device]
    attestation_required: true
`;

const file = evidenceOf({
  devices: ['certified-key', 'managed-mac', 'password-manager', 'plain-key'],
  policySource,
  groups: ['payments'],
  said: { reported: { 'plain-key': 'USER_KEY_REMOTE_COMPROMISE' } },
});
writeFileSync(new URL('person.json', import.meta.url), evidenceText(file));
