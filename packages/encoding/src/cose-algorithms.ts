import { derExplicit, derInteger, derNull, derObjectIdentifier, derSequence } from './der.ts';

/** One row for each algorithm that a credential key may have; everything below the table takes the row, never the number. */
export type CoseAlgorithm = {
  /** COSE algorithm number (IANA registry "COSE Algorithms"). */
  readonly number: number;
  readonly name: string;
  /** What `crypto.verify` is given; null where the algorithm hashes by itself. */
  readonly digest: 'sha1' | 'sha256' | 'sha384' | 'sha512' | null;
  readonly key: CoseKeyShape;
  /** Weak or unusual: counts only where the caller lists it by number. */
  readonly onlyWhenListed: boolean;
  /** DER AlgorithmIdentifier of the SubjectPublicKeyInfo. Two rows share one where they differ in name only. */
  readonly algorithmIdentifier: Uint8Array;
};

export type CoseKeyShape =
  | { readonly kind: 'ec2'; readonly kty: 2; readonly curve: number; readonly coordinateBytes: number }
  | { readonly kind: 'okp'; readonly kty: 1; readonly curve: number; readonly keyBytes: number }
  | { readonly kind: 'akp'; readonly kty: 7; readonly keyBytes: number }
  | { readonly kind: 'rsa'; readonly kty: 3; readonly padding: 'pkcs1' | 'pss' };

const ecIdentifier = (curveOid: string) =>
  derSequence(derObjectIdentifier('1.2.840.10045.2.1'), derObjectIdentifier(curveOid));
const bareIdentifier = (oid: string) => derSequence(derObjectIdentifier(oid));

const p256 = {
  digest: 'sha256',
  key: { kind: 'ec2', kty: 2, curve: 1, coordinateBytes: 32 },
  algorithmIdentifier: ecIdentifier('1.2.840.10045.3.1.7'),
} as const;
const p384 = {
  digest: 'sha384',
  key: { kind: 'ec2', kty: 2, curve: 2, coordinateBytes: 48 },
  algorithmIdentifier: ecIdentifier('1.3.132.0.34'),
} as const;
const p521 = {
  digest: 'sha512',
  key: { kind: 'ec2', kty: 2, curve: 3, coordinateBytes: 66 },
  algorithmIdentifier: ecIdentifier('1.3.132.0.35'),
} as const;
const secp256k1 = {
  digest: 'sha256',
  key: { kind: 'ec2', kty: 2, curve: 8, coordinateBytes: 32 },
  algorithmIdentifier: ecIdentifier('1.3.132.0.10'),
} as const;
const ed25519 = {
  digest: null,
  key: { kind: 'okp', kty: 1, curve: 6, keyBytes: 32 },
  algorithmIdentifier: bareIdentifier('1.3.101.112'),
} as const;
const ed448 = {
  digest: null,
  key: { kind: 'okp', kty: 1, curve: 7, keyBytes: 57 },
  algorithmIdentifier: bareIdentifier('1.3.101.113'),
} as const;
const mlDsa = (keyBytes: number, oid: string) =>
  ({ digest: null, key: { kind: 'akp', kty: 7, keyBytes }, algorithmIdentifier: bareIdentifier(oid) }) as const;

const pkcs1 = {
  key: { kind: 'rsa', kty: 3, padding: 'pkcs1' },
  algorithmIdentifier: derSequence(derObjectIdentifier('1.2.840.113549.1.1.1'), derNull()),
} as const;

/** RFC 4055 parameters: the hash, MGF1 with it and the salt length of RFC 8230, so that the key itself says PSS. */
function pss(digest: 'sha256' | 'sha384' | 'sha512', hashOid: string, saltBytes: number) {
  const hash = derSequence(derObjectIdentifier(hashOid), derNull());
  const mgf1 = derSequence(derObjectIdentifier('1.2.840.113549.1.1.8'), hash);
  const saltLength = derInteger(Uint8Array.of(saltBytes));
  const parameters = derSequence(derExplicit(0, hash), derExplicit(1, mgf1), derExplicit(2, saltLength));
  return {
    digest,
    key: { kind: 'rsa', kty: 3, padding: 'pss' },
    algorithmIdentifier: derSequence(derObjectIdentifier('1.2.840.113549.1.1.10'), parameters),
  } as const;
}

/**
 * RFC 9053, RFC 8230, RFC 8812, RFC 9864 (fully-specified forms) and the ML-DSA registrations. WebAuthn L3 §5.8.5 ties ES256 to P-256,
 * ES384 to P-384, ES512 to P-521 and EdDSA to Ed25519. Where rows share an identifier the first one names a key that has only the
 * identifier.
 */
export const coseAlgorithms: readonly CoseAlgorithm[] = [
  { number: -7, name: 'ES256', onlyWhenListed: false, ...p256 },
  { number: -35, name: 'ES384', onlyWhenListed: false, ...p384 },
  { number: -36, name: 'ES512', onlyWhenListed: false, ...p521 },
  { number: -257, name: 'RS256', onlyWhenListed: false, digest: 'sha256', ...pkcs1 },
  { number: -258, name: 'RS384', onlyWhenListed: false, digest: 'sha384', ...pkcs1 },
  { number: -259, name: 'RS512', onlyWhenListed: false, digest: 'sha512', ...pkcs1 },
  { number: -37, name: 'PS256', onlyWhenListed: false, ...pss('sha256', '2.16.840.1.101.3.4.2.1', 32) },
  { number: -38, name: 'PS384', onlyWhenListed: false, ...pss('sha384', '2.16.840.1.101.3.4.2.2', 48) },
  { number: -39, name: 'PS512', onlyWhenListed: false, ...pss('sha512', '2.16.840.1.101.3.4.2.3', 64) },
  { number: -8, name: 'EdDSA', onlyWhenListed: false, ...ed25519 },
  { number: -9, name: 'ESP256', onlyWhenListed: false, ...p256 },
  { number: -51, name: 'ESP384', onlyWhenListed: false, ...p384 },
  { number: -52, name: 'ESP512', onlyWhenListed: false, ...p521 },
  { number: -19, name: 'Ed25519', onlyWhenListed: false, ...ed25519 },
  { number: -53, name: 'Ed448', onlyWhenListed: false, ...ed448 },
  { number: -48, name: 'ML-DSA-44', onlyWhenListed: false, ...mlDsa(1312, '2.16.840.1.101.3.4.3.17') },
  { number: -49, name: 'ML-DSA-65', onlyWhenListed: false, ...mlDsa(1952, '2.16.840.1.101.3.4.3.18') },
  { number: -50, name: 'ML-DSA-87', onlyWhenListed: false, ...mlDsa(2592, '2.16.840.1.101.3.4.3.19') },
  { number: -47, name: 'ES256K', onlyWhenListed: true, ...secp256k1 },
  { number: -65535, name: 'RS1', onlyWhenListed: true, digest: 'sha1', ...pkcs1 },
];

const byNumber = new Map(coseAlgorithms.map((row) => [row.number, row]));

export function coseAlgorithm(number: number): CoseAlgorithm | undefined {
  return byNumber.get(number);
}
