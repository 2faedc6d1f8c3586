import { err, ok, type Refusal, type Result, refuse } from '@holdfast/kernel';
import { derBitString, derInteger, derNull, derObjectIdentifier, derSequence } from './der.ts';

type TpmRefusal = Refusal<'encoding.tpm_malformed'>;

/** TPMS_ATTEST (TPM 2.0 library, part 2, §10.12.8), as far as a certification of a key goes. */
export type TpmAttest = {
  readonly magic: number;
  readonly type: number;
  readonly extraData: Uint8Array;
  /** Name of the certified object; null where the structure attests something else. */
  readonly certifiedName: Uint8Array | null;
};

/** TPMT_PUBLIC (part 2, §12.2.4) of an RSA or ECC key. */
export type TpmPublicArea = {
  readonly keyType: 'RSA' | 'ECC';
  /** TPMI_ALG_HASH. */
  readonly nameAlgorithm: number;
  /** TPMA_OBJECT. */
  readonly attributes: number;
  /** The key as DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
};

export const TPM_GENERATED_VALUE = 0xff54_4347;
export const TPM_ST_ATTEST_CERTIFY = 0x8017;

/** TPMA_OBJECT bits: the key cannot leave the TPM; the TPM made it. */
export const tpmObjectAttribute = { fixedTpm: 1 << 1, sensitiveDataOrigin: 1 << 5 } as const;

const TPM_ALG_RSA = 0x0001;
const TPM_ALG_ECC = 0x0023;
const TPM_ALG_NULL = 0x0010;
const TPM_ALG_RSAES = 0x0015;
const TPM_ALG_ECDAA = 0x001a;
const RSA_EXPONENT_DEFAULT = 65_537;
const CLOCK_INFO_BYTES = 17;
const FIRMWARE_VERSION_BYTES = 8;

/** TPM_ECC_CURVE (part 4) of the curves that credentials can have. */
const curves: ReadonlyMap<number, { readonly oid: string; readonly coordinateBytes: number }> = new Map([
  [0x0003, { oid: '1.2.840.10045.3.1.7', coordinateBytes: 32 }],
  [0x0004, { oid: '1.3.132.0.34', coordinateBytes: 48 }],
  [0x0005, { oid: '1.3.132.0.35', coordinateBytes: 66 }],
]);

/** Big-endian numbers and sized buffers, one after the other. The first fault stays; the caller asks once. */
class TpmReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  fault: string | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  bytes(length: number): Uint8Array {
    const start = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) this.fault ??= `truncated at ${start}`;
    return this.#bytes.subarray(start, this.#at);
  }

  number(length: 2 | 4): number {
    return this.bytes(length).reduce((value, byte) => value * 256 + byte, 0);
  }

  /** A TPM2B structure. */
  sized(): Uint8Array {
    return this.bytes(this.number(2));
  }

  close(): void {
    if (this.#at < this.#bytes.length) this.fault ??= `${this.#bytes.length - this.#at} bytes left over`;
  }
}

/** Reads `certInfo`. Only the structure is judged here; magic and type are for the caller to compare. */
export function parseTpmAttest(bytes: Uint8Array): Result<TpmAttest, TpmRefusal> {
  const reader = new TpmReader(bytes);
  const [magic, type] = [reader.number(4), reader.number(2)];
  reader.sized();
  const extraData = reader.sized();
  reader.bytes(CLOCK_INFO_BYTES);
  reader.bytes(FIRMWARE_VERSION_BYTES);
  if (reader.fault === null && type !== TPM_ST_ATTEST_CERTIFY)
    return ok({ magic, type, extraData, certifiedName: null });
  const certifiedName = reader.sized();
  reader.sized();
  reader.close();
  return reader.fault === null ? ok({ magic, type, extraData, certifiedName }) : malformed(reader.fault);
}

/** Reads `pubArea`. */
export function parseTpmPublicArea(bytes: Uint8Array): Result<TpmPublicArea, TpmRefusal> {
  const reader = new TpmReader(bytes);
  const type = reader.number(2);
  const nameAlgorithm = reader.number(2);
  const attributes = reader.number(4);
  reader.sized();
  const key = type === TPM_ALG_RSA ? readRsa(reader) : type === TPM_ALG_ECC ? readEcc(reader) : null;
  if (reader.fault === null && key === null) return malformed(`type ${type}`);
  reader.close();
  if (reader.fault !== null || key === null) return malformed(reader.fault ?? 'key');
  return ok({ keyType: type === TPM_ALG_RSA ? 'RSA' : 'ECC', nameAlgorithm, attributes, spki: key });
}

function readRsa(reader: TpmReader): Uint8Array {
  readSymmetric(reader);
  readScheme(reader);
  reader.number(2);
  const exponent = reader.number(4);
  const modulus = reader.sized();
  const exponentBytes = new Uint8Array(4);
  new DataView(exponentBytes.buffer).setUint32(0, exponent === 0 ? RSA_EXPONENT_DEFAULT : exponent);
  const identifier = derSequence(derObjectIdentifier('1.2.840.113549.1.1.1'), derNull());
  return derSequence(identifier, derBitString(derSequence(derInteger(modulus), derInteger(exponentBytes))));
}

/** Null where the curve is none that a credential can have. */
function readEcc(reader: TpmReader): Uint8Array | null {
  readSymmetric(reader);
  readScheme(reader);
  const curve = curves.get(reader.number(2));
  // The key derivation scheme, like a signing scheme, has a hash unless it is none.
  if (reader.number(2) !== TPM_ALG_NULL) reader.number(2);
  const [x, y] = [reader.sized(), reader.sized()];
  if (curve === undefined || x.length > curve.coordinateBytes || y.length > curve.coordinateBytes) return null;
  // TPMs may drop leading zeros of a coordinate.
  const point = new Uint8Array(1 + 2 * curve.coordinateBytes);
  point[0] = 4;
  point.set(x, 1 + curve.coordinateBytes - x.length);
  point.set(y, 1 + 2 * curve.coordinateBytes - y.length);
  const identifier = derSequence(derObjectIdentifier('1.2.840.10045.2.1'), derObjectIdentifier(curve.oid));
  return derSequence(identifier, derBitString(point));
}

/** TPMT_SYM_DEF_OBJECT: key bits and mode follow unless it is none. */
function readSymmetric(reader: TpmReader): void {
  if (reader.number(2) !== TPM_ALG_NULL) reader.bytes(4);
}

/** TPMT_RSA_SCHEME and TPMT_ECC_SCHEME: a hash follows, and for ECDAA a counter. */
function readScheme(reader: TpmReader): void {
  const scheme = reader.number(2);
  if (scheme === TPM_ALG_NULL || scheme === TPM_ALG_RSAES) return;
  reader.bytes(scheme === TPM_ALG_ECDAA ? 4 : 2);
}

function malformed(reason: string) {
  return err(refuse('encoding.tpm_malformed', { reason }));
}
