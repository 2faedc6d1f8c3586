import {
  constants,
  createECDH,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { type CoseAlgorithm, concatBytes, coseAlgorithms, coseKeyOf } from '@holdfast/encoding';
import type { Random } from './random.ts';

export const signingAlgorithms = [
  'ES256',
  'ES384',
  'ES512',
  'ES256K',
  'RS1',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'EdDSA',
  'Ed448',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

/** A private key with everything that an authenticator does with it. */
export type SigningKey = {
  readonly algorithm: CoseAlgorithm;
  readonly privateKey: KeyObject;
  readonly spki: Uint8Array;
  readonly cose: Uint8Array;
  /** ECDSA and PSS signatures differ each time: the library takes no nonce from outside. */
  readonly sign: (data: Uint8Array) => Uint8Array;
};

/** EC and Ed25519 keys follow from the random bytes. RSA, Ed448 and ML-DSA keys are the library's own and differ in each run. */
export function createSigningKey(name: SigningAlgorithm, random: Random): SigningKey {
  const algorithm = algorithmNamed(name);
  const privateKey = createKey(name, random);
  const spki = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
  const isPss = algorithm.key.kind === 'rsa' && algorithm.key.padding === 'pss';
  const key = isPss
    ? { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : privateKey;
  return {
    algorithm,
    privateKey,
    spki,
    cose: coseKeyOf(spki, algorithm),
    sign: (data) => new Uint8Array(sign(algorithm.digest, data, key)),
  };
}

export function algorithmNamed(name: SigningAlgorithm): CoseAlgorithm {
  const row = coseAlgorithms.find((candidate) => candidate.name === name);
  if (row === undefined) throw new Error(`no algorithm ${name}`);
  return row;
}

function createKey(name: SigningAlgorithm, random: Random): KeyObject {
  switch (name) {
    case 'ES256':
      return createEcKey('prime256v1', 'P-256', 32, random);
    case 'ES384':
      return createEcKey('secp384r1', 'P-384', 48, random);
    case 'ES512':
      return createEcKey('secp521r1', 'P-521', 66, random);
    case 'EdDSA':
      return createEd25519Key(random);
    case 'ES256K':
      return createEcKey('secp256k1', 'secp256k1', 32, random);
    case 'Ed448':
      return generateKeyPairSync('ed448').privateKey;
    case 'ML-DSA-44':
      return generateKeyPairSync('ml-dsa-44').privateKey;
    case 'ML-DSA-65':
      return generateKeyPairSync('ml-dsa-65').privateKey;
    case 'ML-DSA-87':
      return generateKeyPairSync('ml-dsa-87').privateKey;
    default:
      return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  }
}

function createEcKey(curve: string, crv: string, sizeBytes: number, random: Random): KeyObject {
  const scalar = random(sizeBytes);
  // Any number from 1 to below the order will do: the top bits away keep it below, the last bit keeps it from zero.
  scalar[0] = sizeBytes === 66 ? 0 : (scalar[0] ?? 0) & 0x7f;
  scalar[sizeBytes - 1] = (scalar[sizeBytes - 1] ?? 0) | 1;
  const ecdh = createECDH(curve);
  ecdh.setPrivateKey(scalar);
  const point = ecdh.getPublicKey();
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  const [x, y] = [point.subarray(1, 1 + sizeBytes), point.subarray(1 + sizeBytes)];
  return createPrivateKey({ key: { kty: 'EC', crv, d: text(scalar), x: text(x), y: text(y) }, format: 'jwk' });
}

function createEd25519Key(random: Random): KeyObject {
  // RFC 8410 §7: PrivateKeyInfo with the 32 bytes of the seed at its end.
  const header = Uint8Array.from(Buffer.from('302e020100300506032b657004220420', 'hex'));
  return createPrivateKey({ key: Buffer.from(concatBytes(header, random(32))), format: 'der', type: 'pkcs8' });
}
