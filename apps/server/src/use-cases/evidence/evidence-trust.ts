import { parseCertificate } from '@holdfast/encoding';
import { type Instant, instant, toIso } from '@holdfast/kernel';
import {
  attestationKeyIdentifier,
  type MetadataEntry,
  makeTrustData,
  type TrustData,
  type TrustedModel,
} from '@holdfast/trust';
import type { AttestationFormat, CertifiedFacts, CredentialFacts } from '@holdfast/webauthn';
import type { EvidenceModel, EvidenceTrust } from '../../http/contract/evidence-trust.ts';
import type { TrustHeading } from '../../store/trust-documents.ts';

/**
 * Of trust data what decides about these facts: assessing under it gives what assessing under all of it gives. A property test
 * holds that for every kind of device.
 */
export function evidenceTrust(
  trust: TrustData,
  headings: readonly TrustHeading[],
  all: readonly CredentialFacts[],
): EvidenceTrust {
  const aaguids = new Set(all.map(({ aaguid }) => aaguid));
  const of = <T>(map: ReadonlyMap<string, T>, keys: Iterable<string>) =>
    [...keys].sort().flatMap((key) => {
      const value = map.get(key);
      return value === undefined ? [] : [[key, value] as const];
    });
  const statements = all.flatMap(certifiedIn);
  const formats = new Set(statements.map(({ format }) => format));
  const platforms = trust.builtIn.filter(({ format }) => formats.has(format));
  const models = of(trust.models, aaguids).map(([, model]) => model);
  const chains = statements.flatMap(({ attestation }) => attestation.chain);
  const modelsByKey = of(trust.modelsByKeyIdentifier, new Set(chains.flatMap(keyIdentifierOf)));
  const anchors = [...models, ...modelsByKey.map(([, model]) => model), ...platforms].flatMap((each) => each.anchors);
  return {
    digest: trust.digest,
    at: toIso(trust.at),
    documents: headings.map(documentShape),
    models: models.map(modelShape),
    modelsByKeyIdentifier: modelsByKey.map(([keyIdentifier, model]) => ({ keyIdentifier, model: modelShape(model) })),
    knownNames: of(trust.knownNames, aaguids).map(([aaguid, { name, kind }]) => ({ aaguid, name, kind })),
    platforms: platforms.map(({ format, name, aaguids: own, anchors: roots, keyProtection }) => ({
      format,
      name,
      aaguids: [...own],
      anchors: [...roots],
      keyProtection: [...keyProtection],
    })),
    managedAnchors: [...trust.managedAnchors],
    overrides: of(trust.overrides, aaguids).map(([, override]) => ({ ...override })),
    androidStatus: of(trust.androidStatus, new Set([...chains, ...anchors].flatMap(serialOf))).map(
      ([serial, { status, reason }]) => ({ serial, status, reason }),
    ),
  };
}

/** Trust data as a file brings it along. */
export function trustOf(given: EvidenceTrust): TrustData {
  const trust = makeTrustData({
    digest: given.digest,
    at: timeOf(given.at),
    models: given.models.map(modelOf),
    modelsByKeyIdentifier: new Map(
      given.modelsByKeyIdentifier.map(({ keyIdentifier, model }) => [keyIdentifier, modelOf(model)]),
    ),
    androidStatus: new Map(given.androidStatus.map(({ serial, status, reason }) => [serial, { status, reason }])),
    managedAnchors: given.managedAnchors,
    overrides: given.overrides,
    builtIn: given.platforms,
  });
  return { ...trust, knownNames: new Map(given.knownNames.map(({ aaguid, ...known }) => [aaguid, known])) };
}

export function timeOf(iso: string): Instant {
  return instant(Date.parse(iso));
}

type Certified = { readonly format: AttestationFormat; readonly attestation: CertifiedFacts };

/** Statements that a certificate vouches for. */
export function certifiedIn({ format, attestation }: CredentialFacts): readonly Certified[] {
  const all = attestation.type === 'compound' ? attestation.statements : [{ format, attestation }];
  return all.flatMap((each) =>
    each.attestation.type === 'certified' ? [{ format: each.format, attestation: each.attestation }] : [],
  );
}

function keyIdentifierOf(text: string): readonly string[] {
  const certificate = parseCertificate(Buffer.from(text, 'base64url'));
  const identifier = certificate.ok ? attestationKeyIdentifier(certificate.value) : null;
  return identifier === null ? [] : [identifier];
}

function serialOf(text: string): readonly string[] {
  const certificate = parseCertificate(Buffer.from(text, 'base64url'));
  return certificate.ok ? [certificate.value.serial] : [];
}

function documentShape(heading: TrustHeading): EvidenceTrust['documents'][number] {
  const { kind, number, digest, entries, sizeBytes, origin, source, notes } = heading;
  return {
    kind,
    number,
    digest,
    arrivedAt: toIso(heading.arrivedAt),
    madeAt: isoOrNull(heading.madeAt),
    nextUpdateAt: isoOrNull(heading.nextUpdateAt),
    entries,
    sizeBytes,
    origin,
    source,
    signer: notes.signer ?? null,
    signerValidUntil: notes.signerValidUntil === undefined ? null : toIso(instant(notes.signerValidUntil)),
  };
}

function modelShape({ aaguid, name, kind, source, anchors, metadata }: TrustedModel): EvidenceModel {
  return {
    aaguid,
    name,
    kind,
    source: source ?? 'organisation',
    anchors: [...anchors],
    metadata: metadata === undefined ? null : entryShape(metadata),
  };
}

function modelOf({ metadata, ...model }: EvidenceModel): TrustedModel {
  return metadata === null ? model : { ...model, metadata: entryOf(metadata) };
}

type EntryShape = NonNullable<EvidenceModel['metadata']>;

function entryShape({ aaguid, keyIdentifiers, aaid, statement, reports, lastChangeAt }: MetadataEntry): EntryShape {
  return {
    aaguid,
    keyIdentifiers: [...keyIdentifiers],
    aaid,
    statement:
      statement === null
        ? null
        : {
            ...statement,
            attestationTypes: [...statement.attestationTypes],
            keyProtection: [...statement.keyProtection],
            matcherProtection: [...statement.matcherProtection],
            attachmentHint: [...statement.attachmentHint],
            userVerificationDetails: statement.userVerificationDetails.map((methods) => [...methods]),
            attestationRootCertificates: [...statement.attestationRootCertificates],
            icon: null,
          },
    reports: reports.map((report) => ({
      ...report,
      effectiveAt: isoOrNull(report.effectiveAt),
      sunsetAt: isoOrNull(report.sunsetAt),
      certificates: [...report.certificates],
      certificationProfiles: [...report.certificationProfiles],
    })),
    lastChangeAt: isoOrNull(lastChangeAt),
  };
}

function entryOf({ reports, lastChangeAt, ...entry }: EntryShape): MetadataEntry {
  return {
    ...entry,
    reports: reports.map((report) => ({
      ...report,
      effectiveAt: timeOrNull(report.effectiveAt),
      sunsetAt: timeOrNull(report.sunsetAt),
    })),
    lastChangeAt: timeOrNull(lastChangeAt),
  };
}

export function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : toIso(at);
}

function timeOrNull(iso: string | null): Instant | null {
  return iso === null ? null : timeOf(iso);
}
