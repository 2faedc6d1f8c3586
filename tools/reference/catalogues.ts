import { encodingErrors } from '@holdfast/encoding';
import { policyErrors } from '@holdfast/policy';
import { bundleErrors, metadataErrors } from '@holdfast/trust';
import { webauthnErrors } from '@holdfast/webauthn';
import { serverErrors } from '../../apps/server/src/errors.ts';
import { inspectErrors } from '../../apps/server/src/use-cases/inspect/errors.ts';
import { policyChangeErrors } from '../../apps/server/src/use-cases/policy/errors.ts';
import { trustErrors } from '../../apps/server/src/use-cases/trust/errors.ts';
import { trustGroupKeyErrors } from '../../apps/server/src/use-cases/trust-group-keys/errors.ts';
import type { Chapter } from './errors-page.ts';

/** Every error catalogue there is, in the order in which a request meets them. */
export const chapters: readonly Chapter[] = [
  { heading: 'Server', about: 'What the server itself refuses.', catalogue: serverErrors },
  { heading: 'Encoding', about: 'Bytes that cannot be read.', catalogue: encodingErrors },
  { heading: 'WebAuthn', about: 'Ceremonies that do not hold.', catalogue: webauthnErrors },
  { heading: 'Metadata', about: 'Metadata BLOBs that are not believed.', catalogue: metadataErrors },
  { heading: 'Bundles', about: 'Bundles of trust data that are not believed.', catalogue: bundleErrors },
  { heading: 'Trust', about: 'Trust documents and sources that are not taken.', catalogue: trustErrors },
  { heading: 'Inspect', about: 'What `holdfast inspect` cannot judge.', catalogue: inspectErrors },
  { heading: 'Policy', about: 'Passkeys and documents that the policy refuses.', catalogue: policyErrors },
  {
    heading: 'Device groups of synced passkeys',
    about: 'The extension cmtgKey: on which devices a synced passkey was used.',
    catalogue: trustGroupKeyErrors,
  },
  { heading: 'Policy changes', about: 'Changes of the policy that are not made.', catalogue: policyChangeErrors },
];
