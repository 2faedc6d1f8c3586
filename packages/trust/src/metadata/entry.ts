import type { Instant } from '@holdfast/kernel';

/** MDS 3.1.1 §3.1.3 `StatusReport`, as far as anything depends on it. */
export type StatusReport = {
  /** As published, also where this release does not know it. */
  readonly status: string;
  /** Null: in effect as long as it is listed. */
  readonly effectiveAt: Instant | null;
  /** When it ends by itself. */
  readonly sunsetAt: Instant | null;
  /** The firmware that it is about. */
  readonly authenticatorVersion: number | null;
  /** The batches or keys that it is about, base64url of DER; empty where it is about the whole model. */
  readonly certificates: readonly string[];
  readonly url: string | null;
  readonly certificateNumber: string | null;
  readonly certificationDescriptor: string | null;
  readonly certificationPolicyVersion: string | null;
  readonly certificationRequirementsVersion: string | null;
  readonly certificationProfiles: readonly string[];
  readonly fipsRevision: number | null;
  readonly fipsPhysicalSecurityLevel: number | null;
};

export const protocolFamilies = ['fido2', 'u2f', 'uaf'] as const;
export type ProtocolFamily = (typeof protocolFamilies)[number];

/** `unsupported`: keys stay inside. `explicit`: BE tells. `implicit`: any key may be backed up, whatever BE says. */
export const multiDeviceCredentialSupports = ['unsupported', 'explicit', 'implicit'] as const;
export type MultiDeviceCredentialSupport = (typeof multiDeviceCredentialSupports)[number];

/** FIDO Metadata Statement 3.1.1 §4, as far as anything depends on it. Words of the registry are kept as published. */
export type MetadataStatement = {
  readonly description: string | null;
  readonly protocolFamily: ProtocolFamily | null;
  readonly authenticatorVersion: number | null;
  readonly attestationTypes: readonly string[];
  readonly keyProtection: readonly string[];
  readonly matcherProtection: readonly string[];
  readonly attachmentHint: readonly string[];
  /** Alternatives, each a set of methods that are demanded together. */
  readonly userVerificationDetails: readonly (readonly string[])[];
  readonly multiDeviceCredentialSupport: MultiDeviceCredentialSupport;
  /** Of version 3.1 only. */
  readonly keyScope: string | null;
  /** Certificates that can be read, base64url of DER: a chain of this model ends in one of them, or its leaf is one. */
  readonly attestationRootCertificates: readonly string[];
  /** A data URL of a PNG or SVG picture. Only for `<img>`, where an SVG can do nothing. */
  readonly icon: string | null;
};

/** MDS 3.1.1 §3.1.1 `MetadataBLOBPayloadEntry`: one model. One of the three identities is there. */
export type MetadataEntry = {
  readonly aaguid: string | null;
  /** SHA-1 of attestation keys, hex: how authenticators without an AAGUID are known (U2F). */
  readonly keyIdentifiers: readonly string[];
  readonly aaid: string | null;
  /** Null where the publisher only reports on the model. */
  readonly statement: MetadataStatement | null;
  readonly reports: readonly StatusReport[];
  readonly lastChangeAt: Instant | null;
};

/** Something of an entry that could not be taken as it is. */
export type EntryProblem = {
  /** Place in the document. */
  readonly index: number;
  /** What the entry is about, where that could be read. */
  readonly entry: string | null;
  /** The whole entry was left out; otherwise only what `path` names was. */
  readonly isSkipped: boolean;
  readonly path: string;
  readonly why: string;
};

/** One word for what an entry is about, the same in every BLOB. */
export function entryKey({
  aaguid,
  keyIdentifiers,
  aaid,
}: Pick<MetadataEntry, 'aaguid' | 'keyIdentifiers' | 'aaid'>): string {
  if (aaguid !== null) return `aaguid:${aaguid}`;
  return aaid === null ? `keys:${[...keyIdentifiers].sort().join(',')}` : `aaid:${aaid}`;
}

/** Every word that this model can be known again by: a maker of U2F keys adds key identifiers with each batch. */
export function entryIdentities({ aaguid, keyIdentifiers, aaid }: MetadataEntry): readonly string[] {
  if (aaguid !== null) return [`aaguid:${aaguid}`];
  return aaid === null ? keyIdentifiers.map((identifier) => `key:${identifier}`) : [`aaid:${aaid}`];
}

/** For people: the name, or the identity where there is no name. */
export function entryName(entry: MetadataEntry): string {
  const identity = entry.aaguid ?? entry.aaid ?? entry.keyIdentifiers[0] ?? '';
  return entry.statement?.description ?? identity;
}
