import { pemCertificates, toBase64url } from '@holdfast/encoding';
import type { BuiltInPlatform } from './assessment.ts';
import { appleWebauthnRoots, type BuiltInCertificate, googleAttestationRoots } from './built-in-certificates.ts';

/** Platforms that sign for keys of their own hardware, whatever metadata says or does not say about the models. */
export const builtInPlatforms: readonly BuiltInPlatform[] = [
  {
    format: 'android-key',
    name: 'Android device',
    // What Google Play services write into authenticator data.
    aaguids: ['b93fd961-f2e6-462f-b122-82002247de78'],
    anchors: anchorsOf(googleAttestationRoots),
    keyProtection: [],
  },
  {
    format: 'apple',
    name: 'Apple device',
    aaguids: ['f24a8e70-d0d3-f82c-2937-32523cc4de5a'],
    anchors: anchorsOf(appleWebauthnRoots),
    // Apple signs only for keys of the Secure Enclave.
    keyProtection: ['hardware', 'secure_element'],
  },
];

function anchorsOf(certificates: readonly BuiltInCertificate[]): readonly string[] {
  return certificates.flatMap(({ pem }) => pemCertificates(pem).map(toBase64url));
}
