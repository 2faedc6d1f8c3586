import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { closed, listQuery, NullableTime, page, Time, Uuid } from './shapes.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const NullableNumber = Type.Union([Type.Integer(), Type.Null()]);

export const TrustKind = Type.Enum([
  'metadata_blob',
  'android_status_list',
  'local_models',
  'managed_anchors',
  'overrides',
  'bundle',
]);
const SourceName = Type.Enum(['fido_metadata', 'android_status']);

export const TrustSourceShape = Type.Object(
  {
    name: SourceName,
    kind: TrustKind,
    url: Type.Union([Type.String(), Type.Null()], { description: 'null where it is switched off' }),
    state: Type.Enum(['off', 'waiting', 'current', 'unreachable', 'untrusted'], {
      description: 'untrusted: something arrived and was not believed, and nothing believable since',
    }),
    lastAttemptAt: NullableTime,
    lastSuccessAt: NullableTime,
    lastOutcome: Type.Union([Type.String(), Type.Null()], {
      description: 'replaced, unchanged, or a code of the catalogue',
    }),
    problem: NullableText,
    seen: NullableText,
    nextAttemptAt: NullableTime,
    failures: Type.Integer(),
    isRunning: Type.Boolean(),
  },
  closed,
);

const heading = {
  id: Uuid,
  kind: TrustKind,
  number: NullableNumber,
  digest: Type.String(),
  arrivedAt: Time,
  madeAt: NullableTime,
  nextUpdateAt: NullableTime,
  entries: Type.Integer(),
  sizeBytes: Type.Integer(),
  origin: Type.Enum(['fetched', 'imported', 'bundle', 'file']),
  source: NullableText,
  problemsTotal: Type.Integer(),
  changesTotal: Type.Integer(),
} as const;

export const TrustDocumentShape = Type.Object(
  {
    ...heading,
    isFromFile: Type.Boolean({ description: 'a setting names its file, so that it cannot be imported' }),
    freshness: Type.Enum(['fresh', 'stale', 'endless'], { description: 'endless: nobody promised anything newer' }),
    freshUntil: NullableTime,
    signer: NullableText,
    signerValidUntil: NullableTime,
    signerRevocation: Type.Enum(['good', 'unknown', 'not_asked'], {
      description: 'what the issuers of the signer say of it; asked of what is fetched',
    }),
    signerRevocationNote: NullableText,
    problems: Type.Array(Type.String(), {
      description: 'entries that were left out or read with care; the first hundred',
    }),
  },
  closed,
);

export const TrustHistoryShape = Type.Object(
  {
    ...heading,
    by: Type.Union([Type.String(), Type.Null()], { description: 'username of who imported it' }),
    isCurrent: Type.Boolean(),
    isBodyKept: Type.Boolean({ description: 'only what is kept can be compared' }),
  },
  closed,
);

const ModelKey = Type.String({ pattern: '^[0-9a-f-]{36,40}$', maxLength: 40 });
const OurPasskeys = Type.Union(
  [Type.Object({ attested: Type.Integer(), claimed: Type.Integer(), setAside: Type.Integer() }, closed), Type.Null()],
  {
    description:
      'passkeys of this model: active ones by their evidence, and quarantined ones; null where they cannot be told apart, as of U2F keys',
  },
);

export const TrustChangeShape = Type.Object(
  {
    kind: Type.Enum([
      'model-added',
      'model-removed',
      'report-added',
      'report-withdrawn',
      'roots-changed',
      'certification-changed',
      'synchronisation-changed',
      'update-without-version',
    ]),
    entry: Type.String(),
    text: Type.String(),
    model: Type.Union([ModelKey, Type.Null()], { description: 'its page; null where the catalogue does not have it' }),
    ours: OurPasskeys,
  },
  closed,
);

export const ImportedShape = Type.Object(
  {
    kind: TrustKind,
    outcome: Type.Enum(['replaced', 'unchanged', 'refused'], {
      description: 'of a dry run: what would become of it. refused: of one document of a bundle, with the code',
    }),
    code: NullableText,
    message: NullableText,
    number: NullableNumber,
    previousNumber: NullableNumber,
    digest: Type.String(),
    entries: Type.Integer(),
    previousEntries: NullableNumber,
    nextUpdateAt: NullableTime,
    signer: NullableText,
    problems: Type.Array(Type.String()),
    problemsTotal: Type.Integer(),
    changes: Type.Array(TrustChangeShape),
    changesTotal: Type.Integer(),
  },
  closed,
);

const model = {
  key: ModelKey,
  aaguid: NullableText,
  name: Type.String(),
  kind: Type.Enum(['security-key', 'platform', 'synced']),
  source: Type.Enum(['metadata', 'organisation']),
  status: Type.Union([Type.String(), Type.Null()], { description: 'the worst open problem, else the certification' }),
  hasProblem: Type.Boolean(),
  certification: NullableText,
  fipsLevel: NullableNumber,
  keyProtection: Type.Array(Type.String()),
  ours: OurPasskeys,
} as const;

export const TrustModelShape = Type.Object(model, closed);

const ModelProblem = Type.Object(
  {
    status: Type.String(),
    since: NullableTime,
    scope: Type.Enum(['model', 'batch']),
    text: Type.String(),
    url: NullableText,
    fixedIn: Type.Union([Type.Integer(), Type.Null()], { description: 'the firmware that answers it' }),
  },
  closed,
);

export const TrustModelPageShape = Type.Object(
  {
    ...model,
    icon: Type.Union([Type.String(), Type.Null()], { description: 'data URL of a PNG or SVG picture, for img only' }),
    keyIdentifiers: Type.Array(Type.String()),
    syncsBecause: NullableText,
    statement: Type.Union([
      Type.Object(
        {
          description: NullableText,
          protocolFamily: NullableText,
          authenticatorVersion: NullableNumber,
          attestationTypes: Type.Array(Type.String()),
          matcherProtection: Type.Array(Type.String()),
          attachmentHint: Type.Array(Type.String()),
          userVerification: Type.Array(Type.Array(Type.String()), {
            description: 'alternatives, each demanded together',
          }),
          multiDeviceCredentialSupport: Type.Enum(['unsupported', 'explicit', 'implicit']),
          keyScope: NullableText,
        },
        closed,
      ),
      Type.Null(),
    ]),
    problems: Type.Array(ModelProblem),
    reports: Type.Array(
      Type.Object(
        {
          status: Type.String(),
          effectiveAt: NullableTime,
          sunsetAt: NullableTime,
          isInEffect: Type.Boolean(),
          authenticatorVersion: NullableNumber,
          batches: Type.Integer({ description: 'how many batches or keys it is about; 0: the whole model' }),
          url: NullableText,
          certificateNumber: NullableText,
          certificationProfiles: Type.Array(Type.String()),
          fipsRevision: NullableNumber,
          fipsPhysicalSecurityLevel: NullableNumber,
        },
        closed,
      ),
    ),
    roots: Type.Array(
      Type.Object(
        { subject: Type.String(), digest: Type.String({ description: 'SHA-256, hex' }), notAfter: Type.Integer() },
        closed,
      ),
    ),
  },
  closed,
);

/** Base64 in JSON in UTF-8: a BLOB of ten megabytes within a bundle, with room. */
const IMPORT_BYTES_MAX = 32 * 1024 * 1024;

export const trustContract = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/trust',
    needs: 'trust:read',
    summary: 'Where trust data comes from, what is in use, how old it is and what is wrong with it',
    answer: Type.Object(
      {
        digest: Type.String(),
        at: Type.Integer({ description: 'when statuses of models were last worked out' }),
        models: Type.Integer(),
        bundleKeys: Type.Integer({ description: 'how many keys may sign bundles' }),
        sources: Type.Array(TrustSourceShape),
        documents: Type.Array(TrustDocumentShape),
      },
      closed,
    ),
  }),
  refresh: endpoint({
    method: 'POST',
    path: '/api/v1/trust/sources/:source/refresh',
    needs: 'trust:write',
    fresh: true,
    summary: 'Reads a source now and says what came of it',
    params: Type.Object({ source: Type.String({ pattern: '^[a-z_]+$', maxLength: 32 }) }, closed),
    answer: Type.Object({ source: TrustSourceShape }, closed),
  }),
  import: endpoint({
    method: 'POST',
    path: '/api/v1/trust/import',
    needs: 'trust:write',
    fresh: true,
    bodyBytesMax: IMPORT_BYTES_MAX,
    summary: 'Takes a document from a file, or tells what it would change',
    body: Type.Object(
      {
        text: Type.String({ minLength: 1, description: 'metadata BLOB, status list, PEM, YAML or bundle' }),
        name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f\\u007f]+$' })),
        dryRun: Type.Optional(Type.Boolean({ description: 'changes nothing' })),
        evenIfEmptier: Type.Optional(
          Type.Boolean({ description: 'take it although it lists far less than what is in use' }),
        ),
      },
      closed,
    ),
    answer: Type.Object({ dryRun: Type.Boolean(), documents: Type.Array(ImportedShape) }, closed),
  }),
  history: endpoint({
    method: 'GET',
    path: '/api/v1/trust/history',
    needs: 'trust:read',
    summary: 'Every document that was ever in use, newest first',
    query: Type.Object(listQuery, closed),
    answer: page(TrustHistoryShape),
  }),
  changes: endpoint({
    method: 'GET',
    path: '/api/v1/trust/changes',
    needs: 'trust:read',
    summary: 'What is different between two documents of metadata',
    query: Type.Object({ from: Uuid, to: Uuid }, closed),
    answer: Type.Object({ changes: Type.Array(TrustChangeShape), total: Type.Integer() }, closed),
  }),
  models: endpoint({
    method: 'GET',
    path: '/api/v1/trust/models',
    needs: 'trust:read',
    summary: 'The catalogue of models, by name',
    query: Type.Object(listQuery, closed),
    answer: page(TrustModelShape),
  }),
  model: endpoint({
    method: 'GET',
    path: '/api/v1/trust/models/:key',
    needs: 'trust:read',
    summary: 'One model: what its maker states, what is reported of it, and how many of ours there are',
    params: Type.Object({ key: ModelKey }, closed),
    answer: TrustModelPageShape,
  }),
};
