import { constants, type KeyObject, verify } from 'node:crypto';
import { derTags } from './der.ts';
import { contextTag, DerReader } from './der-reader.ts';

/** How the signature of a certificate is checked. */
type SignatureScheme = {
  readonly digest: 'sha1' | 'sha256' | 'sha384' | 'sha512' | null;
  readonly keyTypes: readonly string[];
  readonly pssSaltLength?: number;
};

/** RFC 8017 keys of fewer bits can be factored by those who care. */
const RSA_MODULUS_BITS_MIN = 2048;

const rsa = ['rsa'];
const ec = ['ec'];
/** RFC 3279, RFC 4055, RFC 5758, RFC 8410, RFC 9881. SHA-1 is here because authenticators with such certificates are about. */
const schemes: ReadonlyMap<string, SignatureScheme> = new Map<string, SignatureScheme>([
  ['1.2.840.113549.1.1.5', { digest: 'sha1', keyTypes: rsa }],
  ['1.2.840.113549.1.1.11', { digest: 'sha256', keyTypes: rsa }],
  ['1.2.840.113549.1.1.12', { digest: 'sha384', keyTypes: rsa }],
  ['1.2.840.113549.1.1.13', { digest: 'sha512', keyTypes: rsa }],
  ['1.2.840.10045.4.1', { digest: 'sha1', keyTypes: ec }],
  ['1.2.840.10045.4.3.2', { digest: 'sha256', keyTypes: ec }],
  ['1.2.840.10045.4.3.3', { digest: 'sha384', keyTypes: ec }],
  ['1.2.840.10045.4.3.4', { digest: 'sha512', keyTypes: ec }],
  ['1.3.101.112', { digest: null, keyTypes: ['ed25519'] }],
  ['1.3.101.113', { digest: null, keyTypes: ['ed448'] }],
  ['2.16.840.1.101.3.4.3.17', { digest: null, keyTypes: ['ml-dsa-44'] }],
  ['2.16.840.1.101.3.4.3.18', { digest: null, keyTypes: ['ml-dsa-65'] }],
  ['2.16.840.1.101.3.4.3.19', { digest: null, keyTypes: ['ml-dsa-87'] }],
]);

const RSASSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
const pssDigests: ReadonlyMap<string, 'sha256' | 'sha384' | 'sha512'> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/**
 * Whether `key` made the signature over `signed`.
 *
 * @param identifier DER AlgorithmIdentifier of the signature.
 */
export function certificateSignatureIsValid(
  identifier: Uint8Array,
  key: KeyObject,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  const scheme = schemeOf(identifier);
  if (scheme === null || !scheme.keyTypes.includes(key.asymmetricKeyType ?? '')) return false;
  if (scheme.keyTypes !== ec && isWeak(key)) return false;
  const { digest, pssSaltLength: saltLength } = scheme;
  try {
    if (saltLength === undefined) return verify(digest, signed, key, signature);
    return verify(digest, signed, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);
  } catch {
    // OpenSSL throws on some malformed signatures and keys instead of saying no.
    return false;
  }
}

/** Asking for the details of a key costs much more than reading them; EC keys have none that matter here. */
function isWeak(key: KeyObject): boolean {
  return (key.asymmetricKeyDetails?.modulusLength ?? RSA_MODULUS_BITS_MIN) < RSA_MODULUS_BITS_MIN;
}

function schemeOf(identifier: Uint8Array): SignatureScheme | null {
  const reader = new DerReader(identifier);
  const fields = reader.open(derTags.sequence);
  const oid = fields.objectIdentifier();
  if (oid === RSASSA_PSS) return pssScheme(fields);
  // Parameters must be absent for ECDSA and NULL for RSA; Android's StrongBox writes NULL for both, so that either is taken.
  fields.optional(derTags.null);
  fields.close();
  reader.close();
  return reader.fault === null ? (schemes.get(oid) ?? null) : null;
}

/** RFC 4055 §3.1. Defaults mean SHA-1 and are refused; the mask must be made with the same hash. */
function pssScheme(fields: DerReader): SignatureScheme | null {
  const parameters = fields.open(derTags.sequence);
  const hash = hashIdentifier(parameters.open(contextTag(0)));
  const mask = parameters.open(contextTag(1)).open(derTags.sequence);
  const maskFunction = mask.objectIdentifier();
  const maskHash = hashIdentifier(mask);
  const salt = parameters.open(contextTag(2));
  const pssSaltLength = salt.smallNumber(derTags.integer);
  parameters.close();
  const digest = pssDigests.get(hash);
  if (fields.fault !== null || digest === undefined || maskFunction !== MGF1 || maskHash !== hash) return null;
  return { digest, keyTypes: ['rsa', 'rsa-pss'], pssSaltLength };
}

function hashIdentifier(reader: DerReader): string {
  const fields = reader.open(derTags.sequence);
  const oid = fields.objectIdentifier();
  fields.optional(derTags.null);
  fields.close();
  return oid;
}
