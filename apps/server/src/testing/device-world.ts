import { hash } from 'node:crypto';
import {
  androidStatusDocument,
  createMetadataPublisher,
  type DeviceName,
  type EmulatedWorld,
  emulatedDevices,
  seededRandom,
} from '@holdfast/emulator';
import { pemCertificates, toBase64url } from '@holdfast/encoding';
import { type Instant, instant } from '@holdfast/kernel';
import {
  builtInPlatforms,
  makeTrustData,
  modelsFromBlob,
  parseAndroidStatusList,
  type TrustData,
  verifyBlob,
} from '@holdfast/trust';

/** What trust data say besides the usual. */
export type Said = {
  /** Models that a metadata report names, with the status of the report. */
  readonly reported?: Partial<Readonly<Record<DeviceName, string>>>;
  /** The certificate that signs for all phones is on Google's status list. */
  readonly phonesWithdrawn?: boolean;
  /** The organisation's own device management is no longer trusted. */
  readonly withoutManagement?: boolean;
};

export type DeviceWorld = EmulatedWorld & {
  /** Trust data in which the makers of this world are trusted; equal words make data of one digest. */
  readonly trust: (said?: Said) => TrustData;
};

/** Emulated makers, their metadata, and trust data made from it as the server makes them. */
export function deviceWorld(at: Instant): DeviceWorld {
  const world = emulatedDevices({ random: seededRandom('devices'), at });
  const publisher = createMetadataPublisher({ random: seededRandom('publisher'), at });
  const trust = ({ reported = {}, phonesWithdrawn = false, withoutManagement = false }: Said = {}): TrustData => {
    const reports = Object.entries(reported).flatMap(([name, status]) => {
      const { entry } = world.devices[name as DeviceName];
      if (entry === null) throw new Error(`no metadata describes ${name}`);
      return entry({ statusReports: [{ status, effectiveDate: '2026-01-15' }] });
    });
    const replaced = new Set(reports.map(aaguidOf));
    const entries = [...world.entries.filter((entry) => !replaced.has(aaguidOf(entry))), ...reports];
    const blob = verifyBlob(publisher.publish({ no: 1, entries }), { anchors: [publisher.root.base64url], at });
    if (!blob.ok) throw new Error(blob.error.code);
    const list = parseAndroidStatusList(
      JSON.parse(androidStatusDocument(phonesWithdrawn ? [{ serial: world.androidIssuerSerial }] : [])),
    );
    if (!list.ok) throw new Error(list.error.join('\n'));
    const anchors = { 'android-key': world.androidRoot, apple: world.appleRoot };
    return makeTrustData({
      digest: hash('sha256', JSON.stringify({ reported, phonesWithdrawn, withoutManagement })),
      at: instant(at),
      ...modelsFromBlob(blob.value),
      androidStatus: list.value,
      managedAnchors: withoutManagement ? [] : (pemCertificates(world.managedRoot) ?? []).map(toBase64url),
      builtIn: builtInPlatforms.map((platform) => ({ ...platform, anchors: [anchors[platform.format]] })),
    });
  };
  return { ...world, trust };
}

function aaguidOf(entry: object): unknown {
  return 'aaguid' in entry ? entry.aaguid : undefined;
}
