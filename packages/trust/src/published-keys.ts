import { type Certificate, equalBytes } from '@holdfast/encoding';

/**
 * SubjectPublicKeyInfo, base64, of keys whose private half is public: the software attestation of AOSP, root and the key below it, EC and
 * RSA (platform/system/keymaster, contexts/soft_attestation_cert.cpp). Whatever they sign, anybody may have signed, so that nobody can
 * make anchors of them, by mistake or otherwise.
 */
const publishedKeys: readonly Uint8Array[] = [
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7l1ex+HA220Dpn7mthvsTWpdamguD/9/SQ59dx9EIm29sa/6FsvHrcV30lacqrew' +
    'LVQBXT5DKyqO107sSHVBpA==',
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE6555+EJjWazLKpFMiYbMcK2QZpOCqXMmE/6sy/ghJ0whdJdKKv6luU1/ZtTgZRBm' +
    'NbxTt6CjpnFYPts+Ea4QFA==',
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCia63rbi5EYe/VDoLmt5TRdSMfd5tjkWP/96r/C3JHTsAsQ+wzfNes7UA+jCig' +
    'ZtX3hwszl94OuE4TQKuvpSe/lWmgMdsGUmX4RFlXYfC78hdLt0GAZMAoDo9Sd47b0ke2RekZyOmLw9vCkT/X11DEHTVm+Vfkl5YL' +
    'CazOkjWFmwIDAQAB',
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDAgyPcVogbuDAgafWwhWHG7r5/BeL1qEIEir6LR752/q7yXPKbKvoyABQWAUKZ' +
    'iaFfz8aBXrNjWDwv0vIL5Jgyg92BSxbX4YVBeuVKvClqOm21wAQIO2jFVsHwIzmRZBmGTVC3TUCuykhMdzVsiVoMJ1q/rEmdXX0j' +
    'YvKcXgLocQIDAQAB',
].map((base64) => new Uint8Array(Buffer.from(base64, 'base64')));

export function hasPublishedKey({ spki }: Certificate): boolean {
  return publishedKeys.some((key) => equalBytes(key, spki));
}
