import type { Certificate } from '@holdfast/encoding';
import { type Instant, type Result, refuse } from '@holdfast/kernel';
import type { AnchoredChain } from '../verify-chain.ts';
import type { Envelope, Payload } from './envelope.ts';
import { type JwsAlgorithm, jwsSignatureIsValid, keyFits } from './jws-algorithms.ts';
import { hostsOf } from './signer.ts';
import type { BlobStep, MetadataRefusal } from './step.ts';
import { dateMs, member } from './untrusted-json.ts';

const LEGAL_HEADER_CHARS_MAX = 16_384;
const refusedMembers = ['jwk', 'jku', 'crit', 'b64'];

/** Everything that the header is compared with. The payload has not been decoded. */
export type SignatureEvidence = {
  readonly envelope: Envelope;
  readonly algorithm: JwsAlgorithm | undefined;
  /** Base64url of DER, leaf first. */
  readonly chain: readonly string[] | null | 'malformed';
  readonly leaf: Certificate | null;
  readonly path: Result<AnchoredChain, MetadataRefusal>;
  /** Hosts that a signer may be; null means any that leads to an anchor. */
  readonly signerHosts: readonly string[] | null;
  readonly x5u: string | null;
};

export type PayloadEvidence = { readonly payload: Payload; readonly previousNumber: number | null };

/** MDS 3.1.1 §3.2 "Metadata BLOB object processing rules", as far as they are about who signed. */
export const signatureSteps = [
  {
    id: 'download',
    cites: 'MDS 3.1.1 §3.2, download',
    by: 'caller',
    codes: [],
    note: 'The caller fetches or imports the document and pins the anchors.',
  },
  {
    id: 'size',
    cites: 'ours: a bound on what is read',
    by: 'decoding',
    codes: ['metadata.too_large'],
    note: 'Before anything else is done with it.',
  },
  {
    id: 'shape',
    cites: 'MDS 3.1.1 §3.1.7, RFC 7515 §3.1',
    by: 'decoding',
    codes: ['metadata.not_a_jws'],
    note: 'Three parts in base64url.',
  },
  {
    id: 'header',
    cites: 'RFC 7515 §4',
    by: 'decoding',
    codes: ['metadata.header_malformed'],
    note: 'A JSON object that names nothing twice.',
  },
  {
    id: 'header-members',
    cites: 'RFC 7515 §4.1.2, §4.1.3 and §4.1.11',
    by: 'here',
    codes: ['metadata.header_member_refused'],
    check: noKeyOfItsOwn,
  },
  {
    id: 'algorithm',
    cites: 'MDS 3.1.1 §3.1.7, RFC 8725 §3.1',
    by: 'here',
    codes: ['metadata.algorithm_not_allowed'],
    check: algorithmIsAllowed,
  },
  {
    id: 'x5u',
    cites: 'MDS 3.1.1 §3.2, x5u',
    by: 'caller',
    codes: [],
    note: 'A chain at the address of x5u, of the origin of the BLOB, is the caller’s to fetch; it is handed in as `chain`.',
  },
  {
    id: 'certificates',
    cites: 'MDS 3.1.1 §3.2, x5c',
    by: 'here',
    codes: ['metadata.certificate_missing', 'metadata.certificate_malformed'],
    check: certificatesAreThere,
  },
  {
    id: 'signer',
    cites: 'MDS 3.1.1 §3.2, x5c; RFC 5280 §6.1',
    by: 'here',
    codes: ['metadata.signer_untrusted', 'metadata.signer_expired', 'metadata.signer_not_yet_valid'],
    check: ({ path }) => (path.ok ? undefined : path.error),
  },
  {
    id: 'signer-use',
    cites: 'RFC 5280 §4.2.1.3 and §4.2.1.6, RFC 7518 §3.3 to §3.5',
    by: 'here',
    codes: ['metadata.signer_unfit'],
    check: signerIsFit,
  },
  {
    id: 'revocation',
    cites: 'MDS 3.1.1 §3.2, x5c',
    by: 'caller',
    codes: [],
    note: 'The path of the signer is returned; asking whether one of it was revoked needs the network.',
  },
  {
    id: 'signature',
    cites: 'MDS 3.1.1 §3.2, signature; RFC 7515 §5.2',
    by: 'here',
    codes: ['metadata.signature_malformed', 'metadata.signature_invalid'],
    check: signatureHolds,
  },
] as const satisfies readonly BlobStep<SignatureEvidence>[];

/** The rest of MDS 3.1.1 §3.2: what is signed. */
export const payloadSteps = [
  {
    id: 'payload',
    cites: 'MDS 3.1.1 §3.1.6',
    by: 'decoding',
    codes: ['metadata.payload_malformed', 'metadata.payload_too_large'],
    note: 'A JSON object with a list of entries that names nothing twice outside of them.',
  },
  {
    id: 'number',
    cites: 'MDS 3.1.1 §3.2, no',
    by: 'here',
    codes: ['metadata.number_malformed', 'metadata.number_backwards'],
    check: numberIsNotLower,
  },
  {
    id: 'next-update',
    cites: 'MDS 3.1.1 §3.1.6, nextUpdate',
    by: 'here',
    codes: ['metadata.next_update_malformed'],
    check: nextUpdateIsADate,
  },
  {
    id: 'legal-header',
    cites: 'MDS 3.1.1 §3.1.6, legalHeader',
    by: 'here',
    codes: ['metadata.legal_header_malformed'],
    check: legalHeaderIsText,
  },
  {
    id: 'entries',
    cites: 'MDS 3.1.1 §3.2, entries',
    by: 'decoding',
    codes: [],
    note: 'One by one: what cannot be taken is left out and reported, and nothing else with it.',
  },
  {
    id: 'cache',
    cites: 'MDS 3.1.1 §3.2, local cache',
    by: 'caller',
    codes: [],
    note: 'The caller keeps the document and its number; nothing is replaced by something worse.',
  },
] as const satisfies readonly BlobStep<PayloadEvidence>[];

export type BlobStepId = (typeof signatureSteps)[number]['id'] | (typeof payloadSteps)[number]['id'];

function noKeyOfItsOwn({ envelope: { header } }: SignatureEvidence): MetadataRefusal | undefined {
  const received = refusedMembers.find((name) => member(header, name) !== undefined);
  return received === undefined ? undefined : refuse('metadata.header_member_refused', { received });
}

function algorithmIsAllowed({ algorithm, envelope }: SignatureEvidence): MetadataRefusal | undefined {
  if (algorithm !== undefined) return undefined;
  const received = member(envelope.header, 'alg');
  return refuse('metadata.algorithm_not_allowed', {
    received: typeof received === 'string' ? received.slice(0, 64) : null,
  });
}

function certificatesAreThere({ chain, leaf, x5u }: SignatureEvidence): MetadataRefusal | undefined {
  if (chain === null) return refuse('metadata.certificate_missing', { x5u });
  if (chain === 'malformed' || leaf === null) return refuse('metadata.certificate_malformed');
  return undefined;
}

/** A public authority signs for anybody who owns a host name; being below its root does not make one the publisher. */
function signerIsFit({ leaf, algorithm, signerHosts }: SignatureEvidence): MetadataRefusal | undefined {
  const unfit = (reason: string) => refuse('metadata.signer_unfit', { reason });
  if (leaf === null || leaf.publicKey === null || algorithm === undefined) return unfit('key cannot be read');
  if (leaf.keyUsage !== null && !leaf.keyUsage.digitalSignature) return unfit('key usage');
  if (!keyFits(algorithm, leaf.publicKey)) return unfit(`key does not fit ${algorithm.name}`);
  if (signerHosts === null) return undefined;
  const hosts = hostsOf(leaf);
  return hosts.some((host) => signerHosts.includes(host)) ? undefined : unfit(`host ${hosts.join(', ').slice(0, 256)}`);
}

function signatureHolds({ envelope, algorithm, leaf }: SignatureEvidence): MetadataRefusal | undefined {
  const { signed, signature } = envelope;
  const key = leaf?.publicKey ?? null;
  if (algorithm === undefined || key === null) return refuse('metadata.signature_invalid');
  const expected = algorithm.signatureBytes;
  if (expected !== null && signature.length !== expected) {
    return refuse('metadata.signature_malformed', { received: signature.length, expected });
  }
  if (jwsSignatureIsValid(algorithm, key, signed, signature)) return undefined;
  return refuse('metadata.signature_invalid', { algorithm: algorithm.name });
}

function numberIsNotLower({ payload, previousNumber }: PayloadEvidence): MetadataRefusal | undefined {
  const received = member(payload.object, 'no');
  if (typeof received !== 'number' || !Number.isSafeInteger(received) || received < 0) {
    return refuse('metadata.number_malformed');
  }
  if (previousNumber === null || received >= previousNumber) return undefined;
  return refuse('metadata.number_backwards', { received, previous: previousNumber });
}

function nextUpdateIsADate({ payload }: PayloadEvidence): MetadataRefusal | undefined {
  const text = member(payload.object, 'nextUpdate');
  if (typeof text === 'string' && dateMs(text) !== null) return undefined;
  return refuse('metadata.next_update_malformed', { received: typeof text === 'string' ? text.slice(0, 64) : null });
}

function legalHeaderIsText({ payload }: PayloadEvidence): MetadataRefusal | undefined {
  const text = member(payload.object, 'legalHeader') ?? null;
  if (text === null || (typeof text === 'string' && text.length <= LEGAL_HEADER_CHARS_MAX)) return undefined;
  return refuse('metadata.legal_header_malformed');
}

/** For what the steps above have let through. */
export function readHeading({ object }: Payload): { number: number; nextUpdate: string; legalHeader: string | null } {
  const legalHeader = member(object, 'legalHeader');
  return {
    number: Number(member(object, 'no')),
    nextUpdate: String(member(object, 'nextUpdate')),
    legalHeader: typeof legalHeader === 'string' ? legalHeader : null,
  };
}

/** Kept apart from the checks: an instant that a step has found to be a date. */
export function nextUpdateMs(nextUpdate: string): Instant {
  return (dateMs(nextUpdate) ?? 0) as Instant;
}
