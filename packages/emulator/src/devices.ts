import { createHash } from 'node:crypto';
import { parseCertificate } from '@holdfast/encoding';
import { type Instant, toIso } from '@holdfast/kernel';
import { type Authenticator, type AuthenticatorOptions, createAuthenticator } from './authenticator.ts';
import { createMaker, type Maker } from './maker.ts';
import { metadataEntry } from './metadata-publisher.ts';
import type { Random } from './random.ts';

/** Every kind of device that somebody may bring, by a name of ours. */
export const deviceNames = [
  'certified-key',
  'plain-key',
  'u2f-key',
  'tpm-laptop',
  'software-laptop',
  'strongbox-phone',
  'tee-phone',
  'software-phone',
  'unlocked-phone',
  'unpatched-phone',
  'apple-device',
  'managed-mac',
  'password-manager',
  'lying-key',
  'lying-manager',
] as const;
export type DeviceName = (typeof deviceNames)[number];

export type EmulatedDevice = {
  readonly name: DeviceName;
  readonly description: string;
  /** A new one of this model, with no credentials. */
  readonly create: (changes?: Partial<AuthenticatorOptions>) => Authenticator;
  /** The entry that describes the model in metadata, with members replaced; null where no metadata knows it. */
  readonly entry: ((changes?: EntryChanges) => object) | null;
};
type EntryChanges = { readonly statement?: object; readonly [name: string]: unknown };

/** Makers of the emulated world. In production none of them is trusted. */
export type EmulatedWorld = {
  readonly devices: Readonly<Record<DeviceName, EmulatedDevice>>;
  /** Entries of a metadata BLOB for all models that have one, for `MetadataPublisher.publish`. */
  readonly entries: readonly object[];
  /** Base64url of DER: in place of the roots of Google and of Apple, for whoever tests built-in anchors. */
  readonly androidRoot: string;
  readonly appleRoot: string;
  /** PEM of the organisation's own device management. */
  readonly managedRoot: string;
  /** Serial number of the certificate that signs for the keys of the phones, as status lists name it. */
  readonly androidIssuerSerial: string;
  /** What the organisation knows better, as in a file of overrides. */
  readonly overrides: readonly { readonly aaguid: string; readonly syncs: true; readonly why: string }[];
};

/** Models of the emulated world; `managed-mac` has what Apple's platforms write into every managed passkey. */
const aaguids = {
  'certified-key': 'e0000000-0001-4000-8000-000000000001',
  'plain-key': 'e0000000-0001-4000-8000-000000000002',
  'tpm-laptop': 'e0000000-0002-4000-8000-000000000001',
  'software-laptop': 'e0000000-0002-4000-8000-000000000002',
  phone: 'e0000000-0003-4000-8000-000000000001',
  'apple-device': 'e0000000-0004-4000-8000-000000000001',
  'managed-mac': 'dd4ec289-e01d-41c9-bb89-70fa845d4bf2',
  'password-manager': 'e0000000-0005-4000-8000-000000000001',
  'lying-key': 'e0000000-0006-4000-8000-000000000001',
  'lying-manager': 'e0000000-0006-4000-8000-000000000002',
} as const;

const roaming = { attachment: 'cross-platform', transports: ['nfc', 'usb'] } as const;
const builtIn = { attachment: 'platform', transports: ['internal'] } as const;
const internal = { attachmentHint: ['internal'], matcherProtection: ['tee'] } as const;

type Makers = Readonly<
  Record<'keys' | 'laptops' | 'phones' | 'softwarePhones' | 'apple' | 'enterprise' | 'liar', Maker>
>;
type Draft = {
  readonly description: string;
  readonly options: Omit<AuthenticatorOptions, 'random'>;
  readonly entry: ((changes?: EntryChanges) => object) | null;
};

/**
 * A consistent world of devices, each with its maker and with the metadata that describes it.
 *
 * @param at certificates are valid from a day before to ten years after.
 */
export function emulatedDevices({ random, at }: { random: Random; at: Instant }): EmulatedWorld {
  const makers = createMakers(random, at);
  const drafts: Readonly<Record<DeviceName, Draft>> = {
    ...keys(makers),
    ...laptops(makers),
    ...phones(makers, at),
    ...others(makers),
  };
  const device = (name: DeviceName): EmulatedDevice => {
    const { description, options, entry } = drafts[name];
    return {
      name,
      description,
      entry,
      create: (changes) => createAuthenticator({ at, ...options, ...changes, random }),
    };
  };
  const described = new Set(deviceNames.flatMap((name) => drafts[name].entry ?? []));
  return {
    devices: Object.fromEntries(deviceNames.map((name) => [name, device(name)])) as EmulatedWorld['devices'],
    entries: [...described].map((entry) => entry()),
    androidRoot: makers.phones.root.base64url,
    appleRoot: makers.apple.root.base64url,
    managedRoot: makers.enterprise.root.pem,
    androidIssuerSerial: serialOf(makers.phones.issuer.der),
    overrides: [
      {
        aaguid: aaguids['lying-manager'],
        syncs: true,
        why: 'A passkey that was made on one device was used on another.',
      },
    ],
  };
}

function createMakers(random: Random, at: Instant): Makers {
  const maker = (name: string, options: { intermediate?: boolean; hasBatchKey?: boolean } = {}) =>
    createMaker({ name, aaguids: [], random, at, ...options });
  return {
    keys: maker('Emulated Keys', { hasBatchKey: true }),
    laptops: maker('Emulated TPM', { intermediate: true }),
    phones: maker('Emulated Phones', { intermediate: true }),
    softwarePhones: maker('Emulated Software Keystore', { intermediate: true }),
    apple: maker('Emulated Apple', { intermediate: true }),
    enterprise: maker('Example Works Device Management', { intermediate: true }),
    liar: maker('Emulated Liar'),
  };
}

function keys({ keys: maker }: Makers) {
  const key = (aaguid: string, description: string, statusReports: readonly object[]): Draft => ({
    description,
    options: { attestation: 'packed-basic', maker, aaguid, ...roaming },
    entry: (changes) => metadataEntry({ aaguid, description, roots: [maker.root.der] }, { statusReports, ...changes }),
  });
  return {
    'certified-key': key(aaguids['certified-key'], 'Emulated Titanium Key FIPS', [
      { status: 'FIDO_CERTIFIED', effectiveDate: '2024-01-15' },
      { status: 'FIDO_CERTIFIED_L2', effectiveDate: '2025-01-15', certificateNumber: 'EMULATED-2' },
      { status: 'FIPS140_CERTIFIED_L2', effectiveDate: '2025-06-01', fipsRevision: 3, fipsPhysicalSecurityLevel: 3 },
    ]),
    'plain-key': key(aaguids['plain-key'], 'Emulated Plain Key', [
      { status: 'FIDO_CERTIFIED', effectiveDate: '2024-01-15' },
    ]),
    'u2f-key': {
      description: 'Emulated U2F Key',
      options: { attestation: 'fido-u2f', maker, ...roaming, resident: false },
      entry: (changes = {}) => {
        const { statement, ...rest } = changes;
        const described = metadataEntry(
          { aaguid: '', description: 'Emulated U2F Key', roots: [maker.root.der] },
          { ...rest, statement: { aaguid: undefined, protocolFamily: 'u2f', ...statement } },
        );
        return { ...described, aaguid: undefined, attestationCertificateKeyIdentifiers: keyIdentifiers(maker) };
      },
    },
  } as const satisfies Partial<Record<DeviceName, Draft>>;
}

function laptops({ laptops: maker }: Makers) {
  const [hardware, software] = [aaguids['tpm-laptop'], aaguids['software-laptop']];
  const roots = [maker.root.der];
  const [tpm, os] = ['Emulated Hello Hardware Authenticator', 'Emulated Hello Software Authenticator'];
  return {
    'tpm-laptop': {
      description: tpm,
      options: { attestation: 'tpm', maker, aaguid: hardware, ...builtIn },
      entry: ({ statement, ...changes } = {}) =>
        metadataEntry(
          { aaguid: hardware, description: tpm, roots },
          {
            ...changes,
            statement: { keyProtection: ['hardware'], attestationTypes: ['attca'], ...internal, ...statement },
          },
        ),
    },
    'software-laptop': {
      description: os,
      options: { attestation: 'packed-self', aaguid: software, ...builtIn },
      entry: ({ statement, ...changes } = {}) =>
        metadataEntry(
          { aaguid: software, description: os, roots: [] },
          {
            ...changes,
            statement: {
              keyProtection: ['software'],
              ...internal,
              attestationTypes: ['basic_surrogate'],
              ...statement,
            },
          },
        ),
    },
  } as const satisfies Partial<Record<DeviceName, Draft>>;
}

function phones({ phones: maker, softwarePhones }: Makers, at: Instant) {
  const aaguid = aaguids.phone;
  const entry: Draft['entry'] = ({ statement, ...changes } = {}) =>
    metadataEntry(
      { aaguid, description: 'Emulated Phone', roots: [maker.root.der] },
      { ...changes, statement: { keyProtection: ['hardware', 'tee'], ...internal, ...statement } },
    );
  const phone = (description: string, android: AuthenticatorOptions['android'] = {}, by = maker): Draft => ({
    description,
    options: {
      attestation: 'android-key',
      maker: by,
      aaguid,
      ...builtIn,
      android: { osPatchLevel: monthsBefore(at, 1), ...android },
    },
    entry,
  });
  return {
    'strongbox-phone': phone('Phone with StrongBox', { securityLevel: 'strongbox' }),
    'tee-phone': phone('Phone with a trusted execution environment'),
    'software-phone': phone(
      'Phone whose keys are kept by the operating system',
      { securityLevel: 'software', enforcedBy: 'software', verifiedBootState: null },
      softwarePhones,
    ),
    'unlocked-phone': phone('Phone with an unlocked boot loader', {
      deviceLocked: false,
      verifiedBootState: 'self-signed',
    }),
    'unpatched-phone': phone('Phone without updates for three years', { osPatchLevel: monthsBefore(at, 36) }),
  } as const satisfies Partial<Record<DeviceName, Draft>>;
}

function others({ apple, enterprise, liar }: Makers) {
  const described = (
    of: keyof typeof aaguids,
    description: string,
    roots: readonly Uint8Array[],
    stated: object,
  ): NonNullable<Draft['entry']> => {
    return ({ statement, ...changes } = {}) =>
      metadataEntry(
        { aaguid: aaguids[of], description, roots },
        { ...changes, statement: { ...stated, ...statement } },
      );
  };
  const liarOptions = { attestation: 'packed-basic', maker: liar } as const;
  return {
    'apple-device': {
      description: 'Emulated Apple Device',
      options: { attestation: 'apple', maker: apple, aaguid: aaguids['apple-device'], ...builtIn },
      entry: described('apple-device', 'Emulated Apple Device', [apple.root.der], internal),
    },
    'managed-mac': {
      description: 'Mac under the device management of the organisation',
      options: { attestation: 'packed-basic', maker: enterprise, aaguid: aaguids['managed-mac'], ...builtIn },
      entry: null,
    },
    'password-manager': {
      description: 'Emulated Password Manager',
      options: {
        attestation: 'none',
        aaguid: aaguids['password-manager'],
        ...builtIn,
        transports: ['hybrid', 'internal'],
        backupEligible: true,
        backedUp: true,
        counter: 'zero',
      },
      entry: null,
    },
    'lying-key': {
      description: 'Emulated Key that syncs, as its metadata admits',
      options: { ...liarOptions, aaguid: aaguids['lying-key'], ...roaming },
      entry: described('lying-key', 'Emulated Syncing Key', [liar.root.der], {
        multiDeviceCredentialSupport: 'implicit',
      }),
    },
    'lying-manager': {
      description: 'Emulated manager that syncs and says so nowhere',
      options: { ...liarOptions, aaguid: aaguids['lying-manager'], ...builtIn },
      entry: described('lying-manager', 'Emulated Secret Syncer', [liar.root.der], {
        ...internal,
        multiDeviceCredentialSupport: 'unsupported',
      }),
    },
  } as const satisfies Partial<Record<DeviceName, Draft>>;
}

/** MDS 3.1.1 §3.1.1: SHA-1 of the public key, an uncompressed point at the end of its SubjectPublicKeyInfo. */
function keyIdentifiers({ batch }: Maker): readonly string[] {
  const point = batch?.key.spki.subarray(-65);
  return point === undefined ? [] : [createHash('sha1').update(point).digest('hex')];
}

function serialOf(der: Uint8Array): string {
  const certificate = parseCertificate(der);
  if (!certificate.ok) throw new Error('the emulator wrote a certificate that cannot be read');
  return certificate.value.serial;
}

/** YYYYMM. */
function monthsBefore(at: Instant, months: number): number {
  const [year = 0, month = 0] = toIso(at).split('-').map(Number);
  const since = year * 12 + month - 1 - months;
  return Math.floor(since / 12) * 100 + (since % 12) + 1;
}
