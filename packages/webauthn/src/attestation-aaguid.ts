import { type Certificate, DerReader, derTags } from '@holdfast/encoding';
import { refuse } from '@holdfast/kernel';
import { unfitCertificate } from './attestation-statement.ts';
import { formatAaguid } from './authenticator-data.ts';
import type { WebauthnRefusal } from './step.ts';

/** id-fido-gen-ce-aaguid. */
const AAGUID_EXTENSION = '1.3.6.1.4.1.45724.1.1.4';

/**
 * L3 §8.2 and §8.3: the extension, where the certificate has it, names the model. Its value is an OCTET STRING inside of extnValue's.
 * Other formats have no such rule, and U2F keys with the extension but without an AAGUID are about.
 */
export function certifiedAaguidRefusal({ extensions }: Certificate, aaguid: string): WebauthnRefusal | undefined {
  const extension = extensions.get(AAGUID_EXTENSION);
  if (extension === undefined) return undefined;
  if (extension.critical) return unfitCertificate('AAGUID extension is critical');
  const reader = new DerReader(extension.value);
  const bytes = reader.content(reader.item(derTags.octetString));
  reader.close();
  if (reader.fault !== null || bytes.length !== 16) {
    return unfitCertificate('AAGUID extension is not 16 bytes in an OCTET STRING');
  }
  const certified = formatAaguid(bytes);
  if (certified === aaguid) return undefined;
  return refuse('webauthn.attestation_aaguid_mismatch', { received: aaguid, certified });
}
