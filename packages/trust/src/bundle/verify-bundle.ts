import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { fromBase64url } from '@holdfast/encoding';
import { err, type Instant, instant, ok, type Result, refuse } from '@holdfast/kernel';
import { blobLimits } from '../metadata/blob.ts';
import { readEnvelope } from '../metadata/envelope.ts';
import { findJsonFaults } from '../metadata/json-faults.ts';
import { jwsAlgorithms } from '../metadata/jws-algorithms.ts';
import { isObject, type JsonObject, member, parseObject } from '../metadata/untrusted-json.ts';
import {
  type BundleAlgorithm,
  type BundleContent,
  bundleAlgorithms,
  bundleDocumentKinds,
  bundleLimits,
  type VerifiedBundle,
} from './bundle.ts';
import type { BundleKey } from './bundle-key.ts';
import {
  type BundleRefusal,
  type BundleStepId,
  bundlePayloadSteps,
  bundleSignatureSteps,
  firstBundleRefusal,
  type SignedEvidence,
  signerOf,
  timeMs,
} from './bundle-steps.ts';

export type BundleSettings = {
  /** The only keys that count. None means that nothing is believed. */
  readonly keys: readonly BundleKey[];
  readonly at: Instant;
  /** When the bundle in use was made. */
  readonly previousMadeAt?: Instant | null;
  readonly sizeBytesMax?: number;
};

export type RefusedBundle = BundleRefusal & { readonly step: BundleStepId };

const payloadMembers = ['made_at', 'freshness_days', 'documents'];

/**
 * One signed file with all trust data, for installations without internet: believed because one of the organisation's own keys signed
 * it, and because it is not older than the one in use. Nothing that it says is looked at before its signature holds.
 */
export function verifyBundle(
  file: Uint8Array | string,
  { keys, at, previousMadeAt = null, sizeBytesMax = bundleLimits.sizeBytesMax }: BundleSettings,
): Result<VerifiedBundle, RefusedBundle> {
  const envelope = readEnvelope(file, { ...blobLimits, sizeBytesMax });
  if (!envelope.ok) {
    const { step, detail = {} } = envelope.error;
    return err({ ...refuse(envelopeCodes[step], detail), step });
  }
  const evidence: SignedEvidence = {
    envelope: envelope.value,
    algorithm: algorithmOf(member(envelope.value.header, 'alg')),
    keys,
  };
  const unsigned = firstBundleRefusal(bundleSignatureSteps, evidence);
  if (unsigned !== undefined) return err(unsigned);
  const signer = signerOf(evidence);
  if (signer === undefined) throw new Error('a step has let through what it must refuse');

  const object = readPayload(envelope.value.payload);
  if (!object.ok) return err({ ...object.error, step: 'payload' });
  const refusal = firstBundleRefusal(bundlePayloadSteps, { object: object.value, at, previousMadeAt });
  if (refusal !== undefined) return err(refusal);
  const content = contentOf(object.value);
  return ok({
    ...content,
    digest: hash('sha256', file, 'hex'),
    signer: { keyId: signer.id, algorithm: signer.algorithm },
    progress: progress(content.madeAt, previousMadeAt),
  } as VerifiedBundle);
}

const envelopeCodes = {
  size: 'bundle.too_large',
  shape: 'bundle.not_a_jws',
  header: 'bundle.header_malformed',
} as const;

function algorithmOf(alg: unknown): SignedEvidence['algorithm'] {
  const name: BundleAlgorithm | undefined = bundleAlgorithms.find((known) => known === alg);
  const row = name === undefined ? undefined : jwsAlgorithms.get(name);
  return name === undefined || row === undefined ? null : { name, row };
}

function readPayload(payload: string): Result<JsonObject, BundleRefusal> {
  const malformed = (reason: string) => err(refuse('bundle.payload_malformed', { reason }));
  const bytes = fromBase64url(payload);
  if (!bytes.ok) return malformed('not base64url');
  if (!isUtf8(bytes.value)) return malformed('not UTF-8');
  const json = Buffer.from(bytes.value).toString('utf8');
  const [fault] = findJsonFaults(json, bundleLimits.depthMax);
  if (fault !== undefined) return malformed(`${fault.kind} ${fault.name.slice(0, 64)}`.trimEnd());
  const object = parseObject(json);
  if (object === null) return malformed('not a JSON object');
  const foreign = Object.keys(object).find((name) => !payloadMembers.includes(name));
  return foreign === undefined ? ok(object) : malformed(`unknown member ${foreign.slice(0, 64)}`);
}

/** For what the steps have let through. */
function contentOf(object: JsonObject): BundleContent {
  const documents = member(object, 'documents');
  return {
    madeAt: instant(timeMs(member(object, 'made_at')) ?? 0),
    freshnessDays: Number(member(object, 'freshness_days')),
    documents: (Array.isArray(documents) ? documents : []).flatMap((document: unknown) => {
      if (!isObject(document)) return [];
      const kind = bundleDocumentKinds.find((known) => known === member(document, 'kind'));
      return kind === undefined ? [] : [{ kind, body: String(member(document, 'body')) }];
    }),
  };
}

function progress(madeAt: Instant, previousMadeAt: Instant | null): VerifiedBundle['progress'] {
  if (previousMadeAt === null) return 'first';
  return madeAt > previousMadeAt ? 'newer' : 'same_time';
}
