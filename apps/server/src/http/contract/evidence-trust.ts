import { type Static, Type } from 'typebox';
import { closed } from './shapes.ts';

/** RFC 3339 in UTC, to the millisecond: every time of an evidence file that is ours to write. */
const isoPattern = '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$';
export const Iso = Type.String({ pattern: isoPattern, description: 'RFC 3339, UTC, to the millisecond' });
export const NullableIso = Type.Union([Iso, Type.Null()]);
export const sha256Pattern = '^[0-9a-f]{64}$';
export const Sha256 = Type.String({ pattern: sha256Pattern, description: 'SHA-256, hex' });
export const NullableText = Type.Union([Type.String(), Type.Null()]);
export const NullableCount = Type.Union([Type.Integer(), Type.Null()]);
const Texts = Type.Array(Type.String(), { maxItems: 1000 });
const Certificates = Type.Array(Type.String({ pattern: '^[A-Za-z0-9_-]*$', maxLength: 65_536 }), {
  maxItems: 500,
  description: 'DER certificates, base64url',
});
const Aaguid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' });
const Kind = Type.Enum(['security-key', 'platform', 'synced']);

const Report = Type.Object(
  {
    status: Type.String(),
    effectiveAt: NullableIso,
    sunsetAt: NullableIso,
    authenticatorVersion: NullableCount,
    certificates: Certificates,
    url: NullableText,
    certificateNumber: NullableText,
    certificationDescriptor: NullableText,
    certificationPolicyVersion: NullableText,
    certificationRequirementsVersion: NullableText,
    certificationProfiles: Texts,
    fipsRevision: NullableCount,
    fipsPhysicalSecurityLevel: NullableCount,
  },
  closed,
);

const Statement = Type.Object(
  {
    description: NullableText,
    protocolFamily: Type.Union([Type.Enum(['fido2', 'u2f', 'uaf']), Type.Null()]),
    authenticatorVersion: NullableCount,
    attestationTypes: Texts,
    keyProtection: Texts,
    matcherProtection: Texts,
    attachmentHint: Texts,
    userVerificationDetails: Type.Array(Texts, { maxItems: 100 }),
    multiDeviceCredentialSupport: Type.Enum(['unsupported', 'explicit', 'implicit']),
    keyScope: NullableText,
    attestationRootCertificates: Certificates,
    icon: Type.Null({ description: 'pictures are left out' }),
  },
  closed,
);

const MetadataEntryShape = Type.Object(
  {
    aaguid: Type.Union([Aaguid, Type.Null()]),
    keyIdentifiers: Texts,
    aaid: NullableText,
    statement: Type.Union([Statement, Type.Null()]),
    reports: Type.Array(Report, { maxItems: 1000 }),
    lastChangeAt: NullableIso,
  },
  closed,
);

/** A model that the organisation vouches for, or that metadata describes (packages/trust, `TrustedModel`). */
const Model = Type.Object(
  {
    aaguid: Aaguid,
    name: Type.String(),
    kind: Kind,
    source: Type.Enum(['organisation', 'metadata']),
    anchors: Certificates,
    metadata: Type.Union([MetadataEntryShape, Type.Null()]),
  },
  closed,
);
export type EvidenceModel = Static<typeof Model>;

const Document = Type.Object(
  {
    kind: Type.String(),
    number: NullableCount,
    digest: Type.String({ description: 'SHA-256 of the document as it arrived, hex' }),
    arrivedAt: Iso,
    madeAt: NullableIso,
    nextUpdateAt: NullableIso,
    entries: Type.Integer(),
    sizeBytes: Type.Integer(),
    origin: Type.String({ description: 'fetched, imported, bundle or file' }),
    source: NullableText,
    signer: NullableText,
    signerValidUntil: NullableIso,
  },
  closed,
);

const limited = { maxItems: 1000 } as const;

/** The trust data in use, as far as the passkeys of the file are judged by it. */
export const EvidenceTrust = Type.Object(
  {
    digest: Type.String({ description: 'of all trust data that was in use, most of which is not in the file' }),
    at: Type.String({ pattern: isoPattern, description: 'statuses of models are those of this time' }),
    documents: Type.Array(Document, limited),
    models: Type.Array(Model, limited),
    modelsByKeyIdentifier: Type.Array(
      Type.Object({ keyIdentifier: Type.String({ pattern: '^[0-9a-f]{40}$' }), model: Model }, closed),
      limited,
    ),
    knownNames: Type.Array(Type.Object({ aaguid: Aaguid, name: Type.String(), kind: Kind }, closed), limited),
    platforms: Type.Array(
      Type.Object(
        {
          format: Type.Enum(['android-key', 'apple']),
          name: Type.String(),
          aaguids: Type.Array(Aaguid, limited),
          anchors: Certificates,
          keyProtection: Texts,
        },
        closed,
      ),
      { maxItems: 16, description: 'makers of platforms whose roots come with the release' },
    ),
    managedAnchors: Certificates,
    overrides: Type.Array(
      Type.Object(
        {
          aaguid: Aaguid,
          kind: Type.Optional(Kind),
          name: Type.Optional(Type.String()),
          why: Type.Optional(Type.String()),
        },
        closed,
      ),
      limited,
    ),
    androidStatus: Type.Array(
      Type.Object({ serial: Type.String(), status: Type.Enum(['REVOKED', 'SUSPENDED']), reason: NullableText }, closed),
      { ...limited, description: 'what Google’s status list says of certificates of the file' },
    ),
  },
  closed,
);
export type EvidenceTrust = Static<typeof EvidenceTrust>;
