import {
  type Authenticator,
  type AuthenticatorOptions,
  createAuthenticator,
  createMaker,
  seededRandom,
} from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';

const random = seededRandom('devices of Meridian Logistics');
const YUBIKEY = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
/** Certificates are valid from a day before, and contents are made for weeks that have passed. */
const maker = createMaker({ name: 'Yubico AB', aaguids: [YUBIKEY], random, at: instant(Date.UTC(2025, 0, 1)) });

const FORTRESS = 'f0f2f0f2-0001-4f2b-8a6d-2f6c1d9b7e42';
const fortress = createMaker({ name: 'Fortress Keys', aaguids: [FORTRESS], random, at: instant(Date.UTC(2025, 0, 1)) });

/** Who signs for models, for the metadata that describes them. */
export const makers = {
  yubico: { maker, aaguid: YUBIKEY },
  fortress: { maker: fortress, aaguid: FORTRESS },
} as const;

type Description = Omit<AuthenticatorOptions, 'random'>;
const synced = {
  attestation: 'none',
  attachment: 'platform',
  transports: ['internal', 'hybrid'],
  backupEligible: true,
  backedUp: true,
  counter: 'zero',
} as const;

/** What people at a real organisation have in their pockets, as software. */
const devices = {
  windowsHello: {
    attestation: 'none',
    aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96',
    attachment: 'platform',
    transports: ['internal'],
  },
  iCloudKeychain: { ...synced, aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd' },
  googlePasswordManager: { ...synced, aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4' },
  onePassword: { ...synced, aaguid: 'bada5566-a7aa-401f-bd96-45619a55120d' },
  yubiKey: { attestation: 'packed-basic', maker, aaguid: YUBIKEY, transports: ['usb', 'nfc'] },
  fortressKey: { attestation: 'packed-basic', maker: fortress, aaguid: FORTRESS, transports: ['usb', 'nfc'] },
  yubiKeyWithoutProof: { attestation: 'none', aaguid: 'ee882879-721c-4913-9775-3dfcce97072a', transports: ['usb'] },
  unknownKey: { attestation: 'packed-self', aaguid: '5f1c0d4e-6a3b-4c8d-9e2f-7b8a9c0d1e2f', transports: ['usb'] },
} as const satisfies Record<string, Description>;
export type Device = keyof typeof devices;

export function newDevice(device: Device): Authenticator {
  return createAuthenticator({ random, ...devices[device] });
}

/** The trust file of the organisation: one maker vouches for one model. */
export function trustFile(): string {
  const root = maker.root.pem
    .trim()
    .split('\n')
    .map((line) => `        ${line}`)
    .join('\n');
  return `models:
  - aaguid: ${YUBIKEY}
    name: YubiKey 5 Series with NFC
    kind: security-key
    roots:
      - |
${root}
`;
}
