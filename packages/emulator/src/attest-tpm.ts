import { createHash } from 'node:crypto';
import {
  type CborValue,
  concatBytes,
  decodeCbor,
  derExplicit,
  derItem,
  derObjectIdentifier,
  derSequence,
  derTags,
} from '@holdfast/encoding';
import { type AttestInput, makerOf, signatureOf } from './attest-input.ts';
import { aaguidBytes } from './maker.ts';
import { createSigningKey, type SigningKey } from './signing-key.ts';
import {
  aaguidExtension,
  alternativeName,
  basicConstraints,
  extendedKeyUsage,
  extension,
  keyUsage,
} from './write-certificate.ts';

/** TPM_ALG_ID and TPM_ECC_CURVE, as far as they are written here. */
const tpmAlgorithm = { rsa: 0x0001, sha256: 0x000b, none: 0x0010, ecc: 0x0023 } as const;
const curveNumbers: Readonly<Record<string, number>> = { ES256: 0x0003, ES384: 0x0004, ES512: 0x0005 };
/** fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, noDA, sign. */
const OBJECT_ATTRIBUTES = 0x0004_0472;

/** L3 §8.3: an attestation identity key certifies the credential key within its TPM. */
export function tpmStatement(input: AttestInput): CborValue {
  const { does, random, key, signed } = input;
  const aik = createSigningKey(input.attestationAlgorithm, random);
  const certified = does('attested-other-key') ? createSigningKey('ES256', random) : key;
  const plain = publicArea(certified);
  const pubArea = does('tpm-trailing-public-area') ? concatBytes(plain, Uint8Array.of(0)) : plain;
  const digest = aik.algorithm.digest ?? 'sha256';
  const nonce = does('other-nonce') ? random(32) : createHash(digest).update(signed).digest();
  const certInfo = attestStructure(input, new Uint8Array(nonce), does('tpm-wrong-name') ? random(64) : pubArea);
  return new Map<string, CborValue>([
    ['ver', does('tpm-old-version') ? '1.2' : '2.0'],
    ['alg', aik.algorithm.number],
    ['x5c', aikChain(input, aik)],
    ['sig', signatureOf(aik, certInfo, input)],
    ['certInfo', certInfo],
    ['pubArea', pubArea],
  ]);
}

/** TPMS_ATTEST. */
function attestStructure({ does, random }: AttestInput, nonce: Uint8Array, pubArea: Uint8Array): Uint8Array {
  const name = concatBytes(u16(tpmAlgorithm.sha256), new Uint8Array(createHash('sha256').update(pubArea).digest()));
  const structure = concatBytes(
    u32(does('tpm-wrong-magic') ? 0xff54_4348 : 0xff54_4347),
    u16(does('tpm-wrong-type') ? 0x8018 : 0x8017),
    sized(concatBytes(u16(tpmAlgorithm.sha256), random(32))),
    sized(nonce),
    // Clock, reset count, restart count, safe; then the firmware version.
    random(17),
    random(8),
    sized(name),
    sized(name),
  );
  return does('tpm-truncated-cert-info') ? structure.subarray(0, structure.length - 10) : structure;
}

/** TPMT_PUBLIC. The numbers of the key are read from its COSE form. */
function publicArea({ algorithm, cose }: SigningKey): Uint8Array {
  const map = decodeCbor(cose);
  const bytes = (label: number): Uint8Array => {
    const value = map.ok && map.value instanceof Map ? map.value.get(label) : undefined;
    if (!(value instanceof Uint8Array)) throw new Error(`a TPM holds no key of ${algorithm.name}`);
    return value;
  };
  const isRsa = algorithm.key.kind === 'rsa';
  const header = concatBytes(
    u16(isRsa ? tpmAlgorithm.rsa : tpmAlgorithm.ecc),
    u16(tpmAlgorithm.sha256),
    u32(OBJECT_ATTRIBUTES),
    sized(new Uint8Array()),
    u16(tpmAlgorithm.none),
    u16(tpmAlgorithm.none),
  );
  // Exponent 0 stands for 65537.
  if (isRsa) return concatBytes(header, u16(2048), u32(0), sized(bytes(-1)));
  const curve = u16(curveNumbers[algorithm.name] ?? 0);
  return concatBytes(header, curve, u16(tpmAlgorithm.none), sized(bytes(-2)), sized(bytes(-3)));
}

/** L3 §8.3.1. */
function aikChain(input: AttestInput, aik: SigningKey): readonly Uint8Array[] {
  const { does, aaguid } = input;
  const model = aaguidBytes(aaguid);
  if (does('aaguid-extension-mismatch')) model[0] = (model[0] ?? 0) ^ 0xff;
  return makerOf(input).certify({
    version: does('version-1-leaf') ? 1 : 3,
    subject: does('aik-with-subject') ? { commonName: 'AIK' } : {},
    spki: aik.spki,
    extensions: [
      basicConstraints(does('ca-leaf')),
      keyUsage('signatures'),
      ...(does('aik-without-key-usage') ? [] : [extendedKeyUsage('2.23.133.8.3')]),
      ...(does('aik-without-alternative-name') ? [] : [alternativeName(true, device(does('aik-without-model')))]),
      does('aaguid-extension-unwrapped')
        ? extension('1.3.6.1.4.1.45724.1.1.4', false, model)
        : aaguidExtension(model, does('aaguid-extension-critical')),
    ],
  });
}

/** TPMv2-EK-Profile §3.2.9; the vendor is that of the FIDO conformance tools. */
function device(hidesModel: boolean): Uint8Array {
  const attribute = (oid: string, text: string) =>
    derItem(
      derTags.set,
      derSequence(derObjectIdentifier(oid), derItem(derTags.utf8String, new TextEncoder().encode(text))),
    );
  const attributes = [attribute('2.23.133.2.1', 'id:FFFFF1D0'), attribute('2.23.133.2.3', 'id:00010002')];
  if (!hidesModel) attributes.splice(1, 0, attribute('2.23.133.2.2', 'Emulated TPM'));
  return derExplicit(4, derSequence(...attributes));
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function sized(bytes: Uint8Array): Uint8Array {
  return concatBytes(u16(bytes.length), bytes);
}
