import { createMetadataPublisher, metadataEntry, seededRandom } from '@holdfast/emulator';
import { DAY_MS, instant } from '@holdfast/kernel';
import { makers } from './devices.ts';

/** Somebody who publishes metadata as the FIDO Alliance does, with models that exist nowhere but one. */
export const publisher = createMetadataPublisher({
  random: seededRandom('metadata of Meridian Logistics'),
  at: instant(Date.UTC(2025, 0, 1)),
  host: 'mds.emulator.test',
});

type Report = { readonly status: string; readonly effectiveDate?: string; readonly [member: string]: unknown };
type Model = {
  readonly aaguid: string;
  readonly name: string;
  readonly reports: readonly Report[];
  readonly root?: Uint8Array;
  readonly statement?: object;
};

const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
const other = (index: number): string => `c0ffee00-0000-4000-8000-${String(index).padStart(12, '0')}`;
const builtIn = {
  attachmentHint: ['internal'],
  keyProtection: ['hardware', 'tee'],
  matcherProtection: ['tee'],
  userVerificationDetails: [[{ userVerificationMethod: 'fingerprint_internal' }]],
};
const inSoftware = { attachmentHint: ['internal'], keyProtection: ['software'], matcherProtection: ['software'] };
const icon =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAGklEQVR42mMQqVlHEmIY1TCqYVTDqIZhqgEA3iBPrIgVMQkAAAAASUVORK5CYII=';

const models: readonly Model[] = [
  {
    aaguid: makers.yubico.aaguid,
    name: 'YubiKey 5 Series with NFC',
    root: makers.yubico.maker.root.der,
    reports: [
      { status: 'FIPS140_CERTIFIED_L2', effectiveDate: '2025-06-01', fipsRevision: 3, fipsPhysicalSecurityLevel: 3 },
      { status: 'FIDO_CERTIFIED_L2', effectiveDate: '2022-03-14', certificateNumber: 'FIDO20020220314001' },
      { status: 'FIDO_CERTIFIED_L1', effectiveDate: '2018-11-30', certificateNumber: 'FIDO20020181130001' },
    ],
    statement: { icon },
  },
  {
    aaguid: makers.fortress.aaguid,
    name: 'Fortress F2 Security Key',
    root: makers.fortress.maker.root.der,
    reports: [{ status: 'FIDO_CERTIFIED_L1', effectiveDate: '2024-02-01', certificateNumber: 'FIDO20020240201007' }],
    statement: { icon },
  },
  {
    aaguid: other(1),
    name: 'Bastion Card',
    reports: [{ status: 'FIDO_CERTIFIED_L3plus', effectiveDate: '2025-09-01' }],
  },
  {
    aaguid: other(2),
    name: 'Citadel Fingerprint Key',
    reports: [
      { status: 'UPDATE_AVAILABLE', effectiveDate: '2025-08-01', authenticatorVersion: 2 },
      { status: 'USER_VERIFICATION_BYPASS', effectiveDate: '2025-05-20', authenticatorVersion: 1 },
      { status: 'FIDO_CERTIFIED_L1', effectiveDate: '2024-01-10' },
    ],
  },
  {
    aaguid: other(3),
    name: 'Garrison Phone Authenticator',
    reports: [{ status: 'FIDO_CERTIFIED_L2', effectiveDate: '2025-02-11' }],
    statement: builtIn,
  },
  {
    aaguid: other(4),
    name: 'Keep Password Manager',
    reports: [{ status: 'SELF_ASSERTION_SUBMITTED', effectiveDate: '2025-11-02' }],
    statement: { ...inSoftware, multiDeviceCredentialSupport: 'explicit', attestationTypes: ['none'] },
  },
  {
    aaguid: other(5),
    name: 'Portcullis Nano',
    reports: [{ status: 'NOT_FIDO_CERTIFIED', effectiveDate: '2023-01-01' }],
  },
  {
    aaguid: other(6),
    name: 'Rampart Laptop TPM',
    reports: [{ status: 'FIDO_CERTIFIED_L1plus', effectiveDate: '2024-06-30' }],
    statement: builtIn,
  },
];

const revoked: Report = { status: 'REVOKED', effectiveDate: day(3), url: 'https://example.org/fortress-f2' };
const added: Model = {
  aaguid: other(7),
  name: 'Turret USB-C',
  reports: [{ status: 'FIDO_CERTIFIED_L2', effectiveDate: day(5) }],
};

/** What was published while everybody was well, and the one in which a model is revoked and a level is raised. */
export const blobs = {
  calm: (): string => publish(141, 12, models),
  revoking: (): string =>
    publish(142, -18, [
      ...models
        .filter(({ name }) => name !== 'Portcullis Nano')
        .map((model) => {
          if (model.name === 'Fortress F2 Security Key') return { ...model, reports: [revoked, ...model.reports] };
          if (model.name !== 'Bastion Card') return model;
          return { ...model, reports: [{ status: 'FIDO_CERTIFIED_L3', effectiveDate: day(4) }] };
        }),
      added,
    ]),
  /** The report is withdrawn again. */
  mending: (): string => publish(143, -25, [...models, added]),
} as const;

function publish(no: number, nextUpdateDaysAgo: number, all: readonly Model[]): string {
  const entries = all.map(({ aaguid, name, reports, root, statement = {} }) =>
    metadataEntry(
      { aaguid, description: name, roots: [root ?? publisher.root.der] },
      { statement, statusReports: reports },
    ),
  );
  return publisher.publish({ no, nextUpdate: day(nextUpdateDaysAgo), entries });
}

export const androidStatusList = JSON.stringify({
  entries: {
    '2c8cdddfd5e03bfc': { status: 'REVOKED', expires: '2027-11-13', reason: 'KEY_COMPROMISE', comment: 'Leaked.' },
    c8966fcb2fbb0d7a: { status: 'SUSPENDED', reason: 'SOFTWARE_FLAW' },
  },
});

/** The file that `HOLDFAST_MDS_ANCHORS_FILE` names. */
export const anchorsPem = publisher.root.pem;
