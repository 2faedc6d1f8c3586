import { hash } from 'node:crypto';
import { type Certificate, DerReader, derTags } from '@holdfast/encoding';

/** id-fido-gen-ce-fw-version. */
const FIRMWARE_VERSION = '1.3.6.1.4.1.45724.1.1.5';

/** MDS 3.1.1 §3.1.1: SHA-1 of the subjectPublicKey bits (RFC 5280 §4.2.1.2, method 1), hex; null for a key that is not one. */
export function attestationKeyIdentifier({ spki }: Certificate): string | null {
  const reader = new DerReader(spki);
  const fields = reader.open(derTags.sequence);
  reader.close();
  fields.item(derTags.sequence);
  const bits = fields.bitString();
  fields.close();
  return reader.fault === null ? hash('sha1', bits, 'hex') : null;
}

/** The firmware that an authenticator had when its certificate was made; null where the certificate does not say. */
export function firmwareVersion({ extensions }: Certificate): number | null {
  const extension = extensions.get(FIRMWARE_VERSION);
  if (extension === undefined) return null;
  const reader = new DerReader(extension.value);
  const version = reader.smallNumber(derTags.integer);
  reader.close();
  return reader.fault === null ? version : null;
}
