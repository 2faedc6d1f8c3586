import { constants, type KeyObject, verify } from 'node:crypto';

/** One row for each algorithm that a BLOB may be signed with; everything below the table takes the row, never the name. */
export type JwsAlgorithm = {
  /** RFC 7518 §3.1, RFC 8037. */
  readonly name: string;
  readonly digest: 'sha256' | 'sha384' | 'sha512' | null;
  readonly keyTypes: readonly string[];
  /** Of an EC key, as the library names it. */
  readonly curve: string | null;
  readonly isPss: boolean;
  /** Null for RSA, where it is the length of the modulus. */
  readonly signatureBytes: number | null;
};

const RSA_BITS_MIN = 2048;

const row = (name: string, digest: JwsAlgorithm['digest'], rest: Partial<JwsAlgorithm>): JwsAlgorithm => ({
  name,
  digest,
  keyTypes: ['rsa'],
  curve: null,
  isPss: false,
  signatureBytes: null,
  ...rest,
});
const ecdsa = (curve: string, signatureBytes: number) => ({ keyTypes: ['ec'], curve, signatureBytes });
const pss = { keyTypes: ['rsa', 'rsa-pss'], isPss: true };

/** Neither `none` nor a shared secret: whoever could check those could also make them. */
const rows: readonly JwsAlgorithm[] = [
  row('RS256', 'sha256', {}),
  row('RS384', 'sha384', {}),
  row('RS512', 'sha512', {}),
  row('PS256', 'sha256', pss),
  row('PS384', 'sha384', pss),
  row('PS512', 'sha512', pss),
  row('ES256', 'sha256', ecdsa('prime256v1', 64)),
  row('ES384', 'sha384', ecdsa('secp384r1', 96)),
  row('ES512', 'sha512', ecdsa('secp521r1', 132)),
  row('EdDSA', null, { keyTypes: ['ed25519'], signatureBytes: 64 }),
  row('Ed25519', null, { keyTypes: ['ed25519'], signatureBytes: 64 }),
];

export const jwsAlgorithms: ReadonlyMap<string, JwsAlgorithm> = new Map(rows.map((each) => [each.name, each]));

/** RFC 7518 §3.3 to §3.5: which keys an algorithm may be used with. */
export function keyFits({ keyTypes, curve }: JwsAlgorithm, key: KeyObject): boolean {
  if (!keyTypes.includes(key.asymmetricKeyType ?? '')) return false;
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if (curve !== null) return namedCurve === curve;
  return modulusLength === undefined || modulusLength >= RSA_BITS_MIN;
}

/** RFC 7518 §3.4: r and s one after the other, unlike everywhere else in WebAuthn. */
export function jwsSignatureIsValid(
  { digest, isPss }: JwsAlgorithm,
  key: KeyObject,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  const padding = isPss
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
  try {
    return verify(digest, signed, { key, dsaEncoding: 'ieee-p1363', ...padding }, signature);
  } catch {
    // OpenSSL throws on some malformed signatures instead of saying no.
    return false;
  }
}
