import { createPublicKey, type KeyObject } from 'node:crypto';
import { err, ok, type Refusal, type Result, refuse, unreachable } from '@holdfast/kernel';
import { equalBytes } from './bytes.ts';
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
import { type CoseAlgorithm, coseAlgorithm, coseAlgorithms } from './cose-algorithms.ts';
import { derBitString, derInteger, derSequence } from './der.ts';

/** A public key, ready to verify with. */
export type PublicKey = {
  readonly algorithm: CoseAlgorithm;
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  readonly keyObject: KeyObject;
};

export type CoseErrorCode =
  | 'encoding.cose_algorithm_unsupported'
  | 'encoding.cose_key_malformed'
  | 'encoding.cose_key_mismatch'
  | 'encoding.cose_key_weak'
  | 'encoding.cose_key_invalid';
type CoseRefusal = Refusal<CoseErrorCode>;

const RSA_MODULUS_BYTES_MIN = 256;
const RSA_MODULUS_BYTES_MAX = 1024;
const RSA_EXPONENT_MIN = 65_537;

/** Labels of RFC 9052 §7.1 and of the key types' own registries; negative ones mean different things in each type. */
const label = { kty: 1, alg: 3, curve: -1, x: -2, y: -3, modulus: -1, exponent: -2, pub: -1 } as const;

const malformed = (reason: string) => err(refuse('encoding.cose_key_malformed', { reason }));

/** Reads a COSE_Key (RFC 9052 §7) and imports it. WebAuthn L3 §6.5.1.1 demands `alg` and forbids optional parameters. */
export function importCoseKey(bytes: Uint8Array): Result<PublicKey, CoseRefusal> {
  const decoded = decodeCbor(bytes);
  if (!decoded.ok) return malformed(decoded.error.code);
  if (!(decoded.value instanceof Map)) return malformed('not a map');
  return importCoseMap(decoded.value);
}

export function importCoseMap(map: CborMap): Result<PublicKey, CoseRefusal> {
  const number = map.get(label.alg);
  if (typeof number !== 'number') return malformed('alg is missing or not a number');
  const algorithm = coseAlgorithm(number);
  if (algorithm === undefined) return err(refuse('encoding.cose_algorithm_unsupported', { algorithm: number }));
  if (map.get(label.kty) !== algorithm.key.kty) {
    return err(refuse('encoding.cose_key_mismatch', { algorithm: algorithm.name, reason: 'key type' }));
  }
  const bits = keyBits(map, algorithm);
  if (!bits.ok) return bits;
  return importSpkiAs(derSequence(algorithm.algorithmIdentifier, derBitString(bits.value)), algorithm);
}

/** Imports a DER SubjectPublicKeyInfo that this module made. Cheaper than COSE, for keys that are used again and again. */
export function importSpki(spki: Uint8Array): Result<PublicKey, CoseRefusal> {
  const algorithm = algorithmOfSpki(spki);
  if (algorithm === undefined) return err(refuse('encoding.cose_algorithm_unsupported', { reason: 'identifier' }));
  return importSpkiAs(spki, algorithm);
}

/** The COSE_Key of a DER SubjectPublicKeyInfo, in canonical CBOR. For keys of our own: others throw. */
export function coseKeyOf(spki: Uint8Array, algorithm: CoseAlgorithm): Uint8Array {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const jwk = key.export({ format: 'jwk' });
  const member = (name: 'x' | 'y' | 'n' | 'e') => new Uint8Array(Buffer.from(jwk[name] ?? '', 'base64url'));
  const { key: shape } = algorithm;
  const common: [number, CborValue][] = [
    [label.kty, shape.kty],
    [label.alg, algorithm.number],
  ];
  switch (shape.kind) {
    case 'ec2':
      common.push([label.curve, shape.curve], [label.x, member('x')], [label.y, member('y')]);
      break;
    case 'okp':
      common.push([label.curve, shape.curve], [label.x, member('x')]);
      break;
    case 'rsa':
      common.push([label.modulus, member('n')], [label.exponent, member('e')]);
      break;
    case 'akp':
      common.push([label.pub, spki.slice(spki.length - shape.keyBytes)]);
      break;
    default:
      return unreachable(shape);
  }
  return encodeCbor(new Map(common));
}

/** The content of the BIT STRING in SubjectPublicKeyInfo. */
function keyBits(map: CborMap, { key: shape, name }: CoseAlgorithm): Result<Uint8Array, CoseRefusal> {
  switch (shape.kind) {
    case 'ec2':
    case 'okp': {
      if (map.get(label.curve) !== shape.curve) {
        return err(refuse('encoding.cose_key_mismatch', { algorithm: name, reason: 'curve' }));
      }
      const x = map.get(label.x);
      if (shape.kind === 'okp') return map.size === 4 ? fixed(x, shape.keyBytes, 'x') : malformed('parameters');
      const y = map.get(label.y);
      if (map.size !== 5) return malformed('parameters');
      // A boolean y is the compressed form, which WebAuthn L3 §5.8.5 forbids; it fails here for its type.
      const [left, right] = [fixed(x, shape.coordinateBytes, 'x'), fixed(y, shape.coordinateBytes, 'y')];
      if (!left.ok) return left;
      if (!right.ok) return right;
      return ok(Uint8Array.of(4, ...left.value, ...right.value));
    }
    case 'akp':
      return map.size === 3 ? fixed(map.get(label.pub), shape.keyBytes, 'pub') : malformed('parameters');
    case 'rsa':
      return map.size === 4 ? rsaBits(map.get(label.modulus), map.get(label.exponent)) : malformed('parameters');
    default:
      return unreachable(shape);
  }
}

function fixed(value: CborValue | undefined, sizeBytes: number, name: string): Result<Uint8Array, CoseRefusal> {
  if (!(value instanceof Uint8Array)) return malformed(`${name} is not a byte string`);
  if (value.length !== sizeBytes) return malformed(`${name} has ${value.length} bytes instead of ${sizeBytes}`);
  return ok(value);
}

function rsaBits(n: CborValue | undefined, e: CborValue | undefined): Result<Uint8Array, CoseRefusal> {
  if (!(n instanceof Uint8Array) || !(e instanceof Uint8Array)) return malformed('n or e is not a byte string');
  const weak = (reason: string) => err(refuse('encoding.cose_key_weak', { reason }));
  if (n.length < RSA_MODULUS_BYTES_MIN || n.length > RSA_MODULUS_BYTES_MAX) return weak(`modulus of ${n.length} bytes`);
  // RFC 8230 §4 forbids leading zeros. A modulus of 2047 bits occurs (two primes of 1024 bits can give one) and has 256 bytes as well.
  if (n[0] === 0) return weak('modulus has a leading zero');
  if ((n[n.length - 1] ?? 0) % 2 === 0) return weak('modulus is even');
  const exponent = e.reduce((value, byte) => value * 256 + byte, 0);
  if (e.length > 4 || e[0] === 0 || exponent < RSA_EXPONENT_MIN || exponent % 2 === 0) return weak('exponent');
  return ok(derSequence(derInteger(n), derInteger(e)));
}

function importSpkiAs(spki: Uint8Array, algorithm: CoseAlgorithm): Result<PublicKey, CoseRefusal> {
  try {
    const key = Buffer.from(spki.buffer, spki.byteOffset, spki.byteLength);
    return ok({ algorithm, spki, keyObject: createPublicKey({ key, format: 'der', type: 'spki' }) });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return err(refuse('encoding.cose_key_invalid', { algorithm: algorithm.name, reason }));
  }
}

/** SEQUENCE header, then the AlgorithmIdentifier as it stands in the table. */
function algorithmOfSpki(spki: Uint8Array): CoseAlgorithm | undefined {
  const lengthByte = spki[1] ?? 0;
  const headerBytes = lengthByte < 0x80 ? 2 : 2 + (lengthByte & 0x7f);
  return coseAlgorithms.find(({ algorithmIdentifier: identifier }) =>
    equalBytes(spki.subarray(headerBytes, headerBytes + identifier.length), identifier),
  );
}

/** Whether a key, from a certificate for example, is one that the algorithm can verify with. RSA keys of fewer than 256 bytes are not. */
export function keyFitsAlgorithm(keyObject: KeyObject, algorithm: CoseAlgorithm): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = keyObject;
  if (algorithm.key.kind === 'rsa') {
    // A key that is restricted to PSS would otherwise verify PSS signatures under the name RS256.
    const types = algorithm.name === 'RS256' ? ['rsa'] : ['rsa', 'rsa-pss'];
    return types.includes(type ?? '') && (details?.modulusLength ?? 0) > (RSA_MODULUS_BYTES_MIN - 1) * 8;
  }
  const spki = new Uint8Array(keyObject.export({ format: 'der', type: 'spki' }));
  return algorithmOfSpki(spki)?.algorithmIdentifier === algorithm.algorithmIdentifier;
}
