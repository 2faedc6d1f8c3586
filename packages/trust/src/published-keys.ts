import { hash } from 'node:crypto';
import type { Certificate } from '@holdfast/encoding';

/**
 * SHA-256 of the SubjectPublicKeyInfo, hex, of keys whose private half is public: the software attestation of AOSP, root and the key below
 * it, EC and RSA (platform/system/keymaster, contexts/soft_attestation_cert.cpp). Whatever they sign, anybody may have signed, so that
 * nobody can make anchors of them, by mistake or otherwise.
 */
const publishedKeys: ReadonlySet<string> = new Set([
  'd5100c7942ef2e8310dc30ef82729680cf48d690735c3f68179a33c7c370f286',
  'f7d20ab04f01da6cbb6d1e3d9d00cd28495cb6f9a27ec85cf3e3e872d7c35878',
  'f2c4746f545946c100e72297f8f946344d7052f03a2f694221f9c893b0e6f711',
  '9f09e6e690f8d0474b5b7096ea7da9e3d316d889649443c2d8bf5c831f0f6b69',
]);

export function hasPublishedKey({ spki }: Certificate): boolean {
  return publishedKeys.has(hash('sha256', spki, 'hex'));
}
