import { type Instant, MINUTE_MS, type Refusal, refuse } from '@holdfast/kernel';
import type { Envelope } from '../metadata/envelope.ts';
import { type JwsAlgorithm, jwsSignatureIsValid } from '../metadata/jws-algorithms.ts';
import { isObject, type JsonObject, member } from '../metadata/untrusted-json.ts';
import { BUNDLE_TYPE, type BundleAlgorithm, bundleDocumentKinds, FRESHNESS_DAYS_MAX } from './bundle.ts';
import type { BundleKey } from './bundle-key.ts';
import type { BundleErrorCode } from './errors.ts';

export type BundleRefusal = Refusal<BundleErrorCode>;

/** Everything that the header is compared with. The payload has not been decoded. */
export type SignedEvidence = {
  readonly envelope: Envelope;
  /** Null where the header names none of ours. */
  readonly algorithm: { readonly name: BundleAlgorithm; readonly row: JwsAlgorithm } | null;
  readonly keys: readonly BundleKey[];
};

export type PayloadEvidence = {
  readonly object: JsonObject;
  readonly at: Instant;
  readonly previousMadeAt: Instant | null;
};

/** A step; the table accounts for those too that are done while decoding. */
type BundleStep<Evidence> = {
  /** Ours and stable. */
  readonly id: string;
  readonly cites: string;
  readonly codes: readonly BundleErrorCode[];
} & (
  | { readonly by: 'here'; readonly check: (evidence: Evidence) => BundleRefusal | undefined }
  | { readonly by: 'decoding'; readonly note: string }
);

const CLOCK_TOLERANCE_MS = 10 * MINUTE_MS;
const refusedMembers = ['jwk', 'jku', 'x5c', 'x5u', 'crit', 'b64'];

/** RFC 7515 §5.2 with a key that is known before, and RFC 8725 §3. */
export const bundleSignatureSteps = [
  {
    id: 'size',
    cites: 'ours: a bound on what is read',
    by: 'decoding',
    codes: ['bundle.too_large'],
    note: 'Before anything else is done with it.',
  },
  {
    id: 'shape',
    cites: 'RFC 7515 §3.1',
    by: 'decoding',
    codes: ['bundle.not_a_jws'],
    note: 'Three parts in base64url.',
  },
  {
    id: 'header',
    cites: 'RFC 7515 §4',
    by: 'decoding',
    codes: ['bundle.header_malformed'],
    note: 'A JSON object that names nothing twice.',
  },
  {
    id: 'header-members',
    cites: 'RFC 7515 §4.1.2 to §4.1.6 and §4.1.11',
    by: 'here',
    codes: ['bundle.header_member_refused'],
    check: noKeyOfItsOwn,
  },
  { id: 'type', cites: 'RFC 8725 §3.11', by: 'here', codes: ['bundle.type_unexpected'], check: isABundle },
  {
    id: 'algorithm',
    cites: 'RFC 8725 §3.1',
    by: 'here',
    codes: ['bundle.algorithm_not_allowed'],
    check: algorithmIsAllowed,
  },
  {
    id: 'signature',
    cites: 'RFC 7515 §5.2',
    by: 'here',
    codes: ['bundle.keys_missing', 'bundle.signature_malformed', 'bundle.signature_invalid'],
    check: signatureHolds,
  },
] as const satisfies readonly BundleStep<SignedEvidence>[];

/** What is signed. */
export const bundlePayloadSteps = [
  {
    id: 'payload',
    cites: 'ours: the members of a bundle',
    by: 'decoding',
    codes: ['bundle.payload_malformed'],
    note: 'A JSON object that names nothing twice and nothing unknown.',
  },
  {
    id: 'made-at',
    cites: 'ours: made_at',
    by: 'here',
    codes: ['bundle.made_at_malformed', 'bundle.made_in_the_future'],
    check: wasMadeBeforeNow,
  },
  { id: 'order', cites: 'ours: made_at', by: 'here', codes: ['bundle.older_than_current'], check: isNotOlder },
  {
    id: 'freshness',
    cites: 'ours: freshness_days',
    by: 'here',
    codes: ['bundle.freshness_malformed'],
    check: freshnessIsAPeriod,
  },
  {
    id: 'documents',
    cites: 'ours: documents',
    by: 'here',
    codes: ['bundle.documents_malformed', 'bundle.document_kind_unknown', 'bundle.document_twice'],
    check: documentsAreKnown,
  },
] as const satisfies readonly BundleStep<PayloadEvidence>[];

export type BundleStepId = (typeof bundleSignatureSteps)[number]['id'] | (typeof bundlePayloadSteps)[number]['id'];

/** Runs the checks in the order of the table and stops at the first refusal. */
export function firstBundleRefusal<Evidence, Id extends BundleStepId>(
  steps: readonly (BundleStep<Evidence> & { readonly id: Id })[],
  evidence: Evidence,
): (BundleRefusal & { readonly step: Id }) | undefined {
  for (const step of steps) {
    const refusal = step.by === 'here' ? step.check(evidence) : undefined;
    if (refusal !== undefined) return { ...refusal, step: step.id };
  }
  return undefined;
}

function noKeyOfItsOwn({ envelope: { header } }: SignedEvidence): BundleRefusal | undefined {
  const received = refusedMembers.find((name) => member(header, name) !== undefined);
  return received === undefined ? undefined : refuse('bundle.header_member_refused', { received });
}

function isABundle({ envelope: { header } }: SignedEvidence): BundleRefusal | undefined {
  const received = member(header, 'typ');
  if (received === BUNDLE_TYPE) return undefined;
  return refuse('bundle.type_unexpected', { received: shortText(received), expected: BUNDLE_TYPE });
}

function algorithmIsAllowed({ algorithm, envelope: { header } }: SignedEvidence): BundleRefusal | undefined {
  if (algorithm !== null) return undefined;
  return refuse('bundle.algorithm_not_allowed', { received: shortText(member(header, 'alg')) });
}

/** The key comes from the configuration; `kid` only helps people to find it. */
function signatureHolds(evidence: SignedEvidence): BundleRefusal | undefined {
  const { algorithm, envelope, keys } = evidence;
  if (keys.length === 0) return refuse('bundle.keys_missing');
  const expected = algorithm?.row.signatureBytes ?? null;
  if (envelope.signature.length !== expected) {
    return refuse('bundle.signature_malformed', { received: envelope.signature.length, expected });
  }
  return signerOf(evidence) === undefined ? refuse('bundle.signature_invalid') : undefined;
}

export function signerOf({ algorithm, envelope, keys }: SignedEvidence): BundleKey | undefined {
  if (algorithm === null) return undefined;
  const fitting = keys.filter((key) => key.algorithm === algorithm.name);
  return fitting.find(({ key }) => jwsSignatureIsValid(algorithm.row, key, envelope.signed, envelope.signature));
}

function wasMadeBeforeNow({ object, at }: PayloadEvidence): BundleRefusal | undefined {
  const madeAt = timeMs(member(object, 'made_at'));
  if (madeAt === null) return refuse('bundle.made_at_malformed', { received: shortText(member(object, 'made_at')) });
  if (madeAt <= at + CLOCK_TOLERANCE_MS) return undefined;
  return refuse('bundle.made_in_the_future', { received: shortText(member(object, 'made_at')) });
}

function isNotOlder({ object, previousMadeAt }: PayloadEvidence): BundleRefusal | undefined {
  const madeAt = timeMs(member(object, 'made_at'));
  if (previousMadeAt === null || madeAt === null || madeAt >= previousMadeAt) return undefined;
  const previous = new Date(previousMadeAt).toISOString();
  return refuse('bundle.older_than_current', { received: shortText(member(object, 'made_at')), previous });
}

function freshnessIsAPeriod({ object }: PayloadEvidence): BundleRefusal | undefined {
  const days = member(object, 'freshness_days');
  const isPeriod = typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= FRESHNESS_DAYS_MAX;
  return isPeriod ? undefined : refuse('bundle.freshness_malformed');
}

function documentsAreKnown({ object }: PayloadEvidence): BundleRefusal | undefined {
  const documents = member(object, 'documents');
  const malformed = (reason: string) => refuse('bundle.documents_malformed', { reason });
  if (!Array.isArray(documents) || documents.length === 0) return malformed('documents is not a list of some');
  const seen = new Set<string>();
  for (const document of documents as readonly unknown[]) {
    if (!isObject(document)) return malformed('a document is not an object');
    const [kind, body] = [member(document, 'kind'), member(document, 'body')];
    const foreign = Object.keys(document).find((name) => name !== 'kind' && name !== 'body');
    if (foreign !== undefined) return malformed(`a document has the unknown member ${foreign.slice(0, 64)}`);
    if (typeof kind !== 'string' || typeof body !== 'string' || body === '') return malformed('not a kind and a text');
    if (!bundleDocumentKinds.some((known) => known === kind)) {
      return refuse('bundle.document_kind_unknown', { received: kind.slice(0, 64) });
    }
    if (seen.has(kind)) return refuse('bundle.document_twice', { kind });
    seen.add(kind);
  }
  return undefined;
}

/** RFC 3339 in UTC, to the second or the millisecond, as `toIso` writes it; null where it is anything else. */
export function timeMs(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/.test(value)) return null;
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) return null;
  // Date carries the 30th of February over into March.
  return new Date(ms).toISOString().slice(0, 19) === value.slice(0, 19) ? ms : null;
}

function shortText(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, 64) : null;
}
