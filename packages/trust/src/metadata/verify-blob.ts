import { hash } from 'node:crypto';
import { err, type Instant, instant, ok, type Result } from '@holdfast/kernel';
import type { AnchoredChain } from '../verify-chain.ts';
import { type BlobLimits, type BlobSigner, blobLimits, type VerifiedBlob } from './blob.ts';
import {
  type BlobStepId,
  nextUpdateMs,
  payloadSteps,
  readHeading,
  type SignatureEvidence,
  signatureSteps,
} from './blob-steps.ts';
import type { EntryProblem, MetadataEntry } from './entry.ts';
import { type Envelope, type Payload, readEnvelope, readPayload, readX5c, x5uOf } from './envelope.ts';
import { jwsAlgorithms } from './jws-algorithms.ts';
import { mergeEntries, readEntry } from './read-entry.ts';
import { readCertificate, signerPath } from './signer.ts';
import { firstRefusal, type MetadataRefusal } from './step.ts';
import { member } from './untrusted-json.ts';

export type BlobSettings = {
  /** Pinned roots, base64url of DER. None means that nothing is believed. */
  readonly anchors: readonly string[];
  /** When certificates must be valid: now for what arrives now, the time of arrival for what is kept. */
  readonly at: Instant;
  /** The number of the BLOB in use. */
  readonly previousNumber?: number;
  /**
   * Host names, lower case, one of which the certificate of the signer must be for. To be given wherever an anchor is a public
   * authority, as that of the FIDO Alliance is: it also signs for everybody else.
   */
  readonly signerHosts?: readonly string[];
  /** What the caller fetched from `x5u`, leaf first, base64url of DER; used only where the header has no `x5c`. */
  readonly chain?: readonly string[];
  readonly limits?: Partial<BlobLimits>;
};

export type BlobRefusal = MetadataRefusal & { readonly step: BlobStepId };

/**
 * MDS 3.1.1 §3.2: a metadata BLOB, believed because its signer leads to a pinned anchor, and because it is not older than the one in
 * use. Nothing that it says is looked at before its signature holds; entries that are broken are left out, one by one.
 */
export function verifyBlob(jwt: Uint8Array | string, settings: BlobSettings): Result<VerifiedBlob, BlobRefusal> {
  const limits = { ...blobLimits, ...settings.limits };
  const envelope = readEnvelope(jwt, limits);
  if (!envelope.ok) return envelope;
  const evidence = signatureEvidence(envelope.value, settings);
  const unsigned = firstRefusal(signatureSteps, evidence);
  if (unsigned !== undefined) return err(unsigned);
  const { algorithm, path, x5u } = evidence;
  if (!path.ok || algorithm === undefined) throw new Error('a step has let through what it must refuse');

  const payload = readPayload(envelope.value.payload, limits);
  if (!payload.ok) return err({ ...payload.error, step: 'payload' });
  const previousNumber = settings.previousNumber ?? null;
  const refusal = firstRefusal(payloadSteps, { payload: payload.value, previousNumber });
  if (refusal !== undefined) return err(refusal);

  const heading = readHeading(payload.value);
  const blob = {
    ...heading,
    digest: hash('sha256', jwt, 'hex'),
    progress: progress(heading.number, previousNumber),
    nextUpdateAt: nextUpdateMs(heading.nextUpdate),
    signer: describeSigner(path.value, algorithm.name, x5u),
    ...readEntries(payload.value),
  };
  return ok(blob as VerifiedBlob);
}

function signatureEvidence(
  envelope: Envelope,
  { anchors, at, signerHosts, chain: fetched }: BlobSettings,
): SignatureEvidence {
  const { header } = envelope;
  const alg = member(header, 'alg');
  const chain = readX5c(header) ?? fetched ?? null;
  const readable = chain === null || chain === 'malformed' ? [] : chain;
  return {
    envelope,
    algorithm: typeof alg === 'string' ? jwsAlgorithms.get(alg) : undefined,
    chain,
    leaf: readable[0] === undefined ? null : readCertificate(readable[0]),
    path: signerPath(readable, anchors, at),
    signerHosts: signerHosts ?? null,
    x5u: x5uOf(header),
  };
}

function progress(number: number, previousNumber: number | null): VerifiedBlob['progress'] {
  if (previousNumber === null) return 'first';
  return number > previousNumber ? 'newer' : 'unchanged';
}

function describeSigner({ anchor, path }: AnchoredChain, algorithm: string, x5u: string | null): BlobSigner {
  return {
    subject: path[0]?.subjectText ?? anchor,
    anchor,
    algorithm,
    path: path.map(({ der }) => Buffer.from(der).toString('base64url')),
    validUntil: instant(Math.min(...path.map(({ notAfter }) => notAfter))),
    x5u,
  };
}

function readEntries({ entries: list, faulty }: Payload): {
  entries: readonly MetadataEntry[];
  problems: readonly EntryProblem[];
} {
  const entries: MetadataEntry[] = [];
  const problems: EntryProblem[] = [];
  list.forEach((value: unknown, index) => {
    const read = readEntry(value, index);
    const fault = faulty.get(index);
    problems.push(...read.problems);
    if (read.entry === null) return;
    if (fault === undefined) entries.push(read.entry);
    else problems.push({ index, entry: null, isSkipped: true, path: '', why: fault });
  });
  return { entries: mergeEntries(entries), problems };
}
