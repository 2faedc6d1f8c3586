import { createPublicKey, type KeyObject } from 'node:crypto';
import { err, ok, type Refusal, type Result, refuse, unreachable } from '@holdfast/kernel';
import { concatBytes, equalBytes } from './bytes.ts';
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
import { type CoseAlgorithm, coseAlgorithm, coseAlgorithms } from './cose-algorithms.ts';
import { derBitString, derInteger, derSequence, derTags } from './der.ts';
import { DerReader } from './der-reader.ts';

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
/** First byte of a point that is written with both coordinates (SEC 1 §2.3.3). */
const UNCOMPRESSED = Uint8Array.of(4);
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const RSASSA_PSS = '1.2.840.113549.1.1.10';

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

/**
 * Imports a DER SubjectPublicKeyInfo that this module made. Cheaper than COSE, for keys that are used again and again.
 *
 * @param number the COSE algorithm. Needed where several share an identifier and differ in their hash: RS384, RS512 and RS1; without
 *   it such a key counts as RS256.
 */
export function importSpki(spki: Uint8Array, number?: number): Result<PublicKey, CoseRefusal> {
  const algorithm =
    number === undefined ? coseAlgorithms.find((row) => hasIdentifier(spki, row)) : coseAlgorithm(number);
  if (algorithm === undefined) return err(refuse('encoding.cose_algorithm_unsupported', { reason: 'identifier' }));
  if (number !== undefined && !hasIdentifier(spki, algorithm)) {
    return err(refuse('encoding.cose_key_mismatch', { algorithm: algorithm.name, reason: 'identifier' }));
  }
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
      return ok(concatBytes(UNCOMPRESSED, left.value, right.value));
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

/** Whether the AlgorithmIdentifier, which stands behind the header of the SEQUENCE, is that of the row. */
function hasIdentifier(spki: Uint8Array, { algorithmIdentifier: identifier }: CoseAlgorithm): boolean {
  const lengthByte = spki[1] ?? 0;
  const start = lengthByte < 0x80 ? 2 : 2 + (lengthByte & 0x7f);
  for (let at = 0; at < identifier.length; at += 1) if (spki[start + at] !== identifier[at]) return false;
  return true;
}

/** Whether a certified key is one that the algorithm can verify with. RSA keys of fewer than 256 bytes are not. */
export function keyFitsAlgorithm(
  { spki, publicKey }: { readonly spki: Uint8Array; readonly publicKey: KeyObject | null },
  algorithm: CoseAlgorithm,
): boolean {
  const { key } = algorithm;
  if (publicKey === null) return false;
  if (key.kind !== 'rsa') return hasIdentifier(spki, algorithm);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  // A key that is restricted to PSS would otherwise verify PSS signatures under the name RS256.
  const types = key.padding === 'pkcs1' ? ['rsa'] : ['rsa', 'rsa-pss'];
  return types.includes(type ?? '') && (details?.modulusLength ?? 0) > (RSA_MODULUS_BYTES_MIN - 1) * 8;
}

/**
 * Whether a SubjectPublicKeyInfo, of a certificate for example, holds exactly this key. The identifiers are left out: certificates
 * write a plain RSA key where the credential says PSS.
 */
export function isSameKey(spki: Uint8Array, { spki: own }: PublicKey): boolean {
  const [theirs, ours] = [keyParts(spki), keyParts(own)];
  return theirs !== null && ours !== null && theirs.type === ours.type && equalBytes(theirs.bits, ours.bits);
}

function keyParts(spki: Uint8Array): { readonly type: string; readonly bits: Uint8Array } | null {
  const reader = new DerReader(spki);
  const fields = reader.open(derTags.sequence);
  const identifier = fields.item(derTags.sequence);
  const bits = fields.bitString();
  fields.close();
  reader.close();
  const parameters = fields.inside(identifier);
  const oid = parameters.objectIdentifier();
  // Parameters of EC keys name the curve; those of RSA keys only narrow what the key is used for.
  const curve = oid === EC_PUBLIC_KEY ? parameters.objectIdentifier() : '';
  if (reader.fault !== null) return null;
  return { type: oid === RSASSA_PSS ? RSA_ENCRYPTION : `${oid} ${curve}`.trim(), bits };
}
