import { toBase64url } from '@holdfast/encoding';
import { toIso } from '@holdfast/kernel';
import { BUNDLE_TYPE, type BundleContent } from './bundle.ts';
import type { BundleKey } from './bundle-key.ts';

/** The payload as it is signed: JSON, with the documents in the order that is given. */
export function makeBundlePayload({ madeAt, freshnessDays, documents }: BundleContent): string {
  return JSON.stringify({
    made_at: toIso(madeAt),
    freshness_days: freshnessDays,
    documents: documents.map(({ kind, body }) => ({ kind, body })),
  });
}

/**
 * RFC 7515 §5.1: header and payload, which is what the key signs (ES256 with r and s one after the other).
 *
 * @param payload of `makeBundlePayload`.
 */
export function bundleSigningInput(payload: string, { id, algorithm }: Pick<BundleKey, 'id' | 'algorithm'>): string {
  const header = JSON.stringify({ alg: algorithm, typ: BUNDLE_TYPE, kid: id });
  return `${encoded(header)}.${encoded(payload)}`;
}

/** The file: what was signed, with its signature. */
export function assembleBundle(signingInput: string, signature: Uint8Array): string {
  return `${signingInput}.${toBase64url(signature)}`;
}

function encoded(text: string): string {
  return toBase64url(new TextEncoder().encode(text));
}
