import {
  type CborValue,
  concatBytes,
  derExplicit,
  derInteger,
  derItem,
  derNull,
  derOctetString,
  derSequence,
  derTags,
} from '@holdfast/encoding';
import { after, DAY_MS } from '@holdfast/kernel';
import { type AttestInput, makerOf, signatureOf } from './attest-input.ts';
import { createSigningKey, type SigningKey } from './signing-key.ts';
import { basicConstraints, extension, keyUsage, writeCertificate } from './write-certificate.ts';

/** What the emulated phone says of itself. */
export type AndroidOptions = {
  readonly securityLevel: 'software' | 'tee' | 'strongbox';
  /** Which list says that the key was generated and may sign. */
  readonly enforcedBy: 'software' | 'hardware';
  readonly deviceLocked: boolean;
  /** Null: the hardware says nothing of it, as where the operating system keeps the keys. */
  readonly verifiedBootState: 'verified' | 'self-signed' | 'unverified' | 'failed' | null;
  /** YYYYMM; null leaves it out. */
  readonly osPatchLevel: number | null;
  /** The applications that the key belongs to. */
  readonly packages: readonly string[];
};

export const androidDefaults: AndroidOptions = {
  securityLevel: 'tee',
  enforcedBy: 'hardware',
  deviceLocked: true,
  verifiedBootState: 'verified',
  osPatchLevel: 202_611,
  packages: ['com.google.android.gms'],
};

const KEY_DESCRIPTION = '1.3.6.1.4.1.11129.2.1.17';
const levelNumbers = { software: 0, tee: 1, strongbox: 2 } as const;
const bootStateNumbers = { verified: 0, 'self-signed': 1, unverified: 2, failed: 3 } as const;
const PURPOSE_SIGN = 2;
const PURPOSE_DECRYPT = 1;
const ORIGIN_GENERATED = 0;
const ORIGIN_IMPORTED = 2;

/** L3 §8.4: the credential key signs, and its own certificate describes it. */
export function androidKeyStatement(input: AttestInput): CborValue {
  const { does, random, signed } = input;
  const key = does('attested-other-key') ? createSigningKey('ES256', random) : input.key;
  return new Map<string, CborValue>([
    ['alg', key.algorithm.number],
    ['sig', signatureOf(key, signed, input)],
    ['x5c', does('extended-chain') ? extendedChain(input, key) : makerOf(input).certify(leafOf(input, key))],
  ]);
}

function leafOf(input: AttestInput, key: SigningKey) {
  const { does } = input;
  return {
    subject: { commonName: 'Android Keystore Key' },
    spki: key.spki,
    extensions: [
      keyUsage('signatures'),
      ...(does('no-key-description') ? [] : [extension(KEY_DESCRIPTION, false, keyDescription(input))]),
    ],
  } as const;
}

/** The maker attests a key, and whoever holds that key issues the leaf with it, marked as an authority for good measure. */
function extendedChain(input: AttestInput, key: SigningKey): readonly Uint8Array[] {
  const { random, at } = input;
  const holder = createSigningKey('ES256', random);
  const attested = leafOf(input, holder);
  const authority = { ...attested, extensions: [basicConstraints(true), ...attested.extensions.slice(1)] };
  const draft = {
    ...leafOf(input, key),
    version: 3,
    serial: random(16),
    issuer: authority.subject,
    notBefore: after(at, -DAY_MS),
    notAfter: after(at, DAY_MS),
  } as const;
  return [writeCertificate(draft, holder), ...makerOf(input).certify(authority)];
}

/** KeyDescription of attestation version 300. */
function keyDescription(input: AttestInput): Uint8Array {
  const { android, clientDataHash, does, random } = input;
  const level = enumerated(levelNumbers[android.securityLevel]);
  const usage = [
    derExplicit(1, derItem(derTags.set, integer(does('key-not-for-signing') ? PURPOSE_DECRYPT : PURPOSE_SIGN))),
    derExplicit(2, integer(3)),
    derExplicit(3, integer(256)),
    ...(does('all-applications') ? [derExplicit(600, derNull())] : []),
    derExplicit(702, integer(does('imported-key') ? ORIGIN_IMPORTED : ORIGIN_GENERATED)),
  ];
  const application = derExplicit(709, derOctetString(applicationId(android)));
  const device = deviceFields(android);
  const [software, hardware] =
    android.enforcedBy === 'hardware' ? [[application], [...usage, ...device]] : [[...usage, application], device];
  const fields = [
    integer(300),
    level,
    integer(300),
    level,
    derOctetString(does('other-nonce') ? random(32) : clientDataHash),
    derOctetString(new Uint8Array()),
    derSequence(...software),
    derSequence(...hardware),
  ];
  return derSequence(...(does('malformed-key-description') ? fields.slice(0, 7) : fields));
}

function deviceFields({ osPatchLevel, verifiedBootState, deviceLocked }: AndroidOptions): readonly Uint8Array[] {
  const patches =
    osPatchLevel === null
      ? []
      : [
          derExplicit(706, integer(osPatchLevel)),
          derExplicit(718, integer(osPatchLevel * 100 + 5)),
          derExplicit(719, integer(osPatchLevel * 100 + 5)),
        ];
  const root = verifiedBootState === null ? [] : [derExplicit(704, rootOfTrust(deviceLocked, verifiedBootState))];
  return [...root, derExplicit(705, integer(160_000)), ...patches];
}

function rootOfTrust(deviceLocked: boolean, verifiedBootState: keyof typeof bootStateNumbers): Uint8Array {
  return derSequence(
    derOctetString(new Uint8Array(32).fill(0xb0)),
    derItem(derTags.boolean, Uint8Array.of(deviceLocked ? 0xff : 0)),
    enumerated(bootStateNumbers[verifiedBootState]),
    derOctetString(new Uint8Array(32).fill(0xb1)),
  );
}

function applicationId({ packages }: AndroidOptions): Uint8Array {
  const infos = packages.map((name) =>
    derSequence(derOctetString(new TextEncoder().encode(name)), integer(252_431_022)),
  );
  return derSequence(
    derItem(derTags.set, concatBytes(...infos)),
    derItem(derTags.set, derOctetString(new Uint8Array(32).fill(0xd1))),
  );
}

function integer(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return derInteger(bytes);
}

function enumerated(value: number): Uint8Array {
  return derItem(derTags.enumerated, Uint8Array.of(value));
}
