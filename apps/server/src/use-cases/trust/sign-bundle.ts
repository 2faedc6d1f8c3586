import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { err, type Instant, ok, type Refusal, type Result } from '@holdfast/kernel';
import {
  assembleBundle,
  type BundleDocument,
  type BundleDocumentKind,
  bundleDocumentKinds,
  bundleKeyOf,
  bundleSigningInput,
  makeBundlePayload,
} from '@holdfast/trust';
import type { ReadMetadata } from '../../adapters/document-reader.ts';
import type { TrustSigners } from '../../ports.ts';
import { type DocumentRefusal, kindOf, readDocument } from './read-document.ts';

export type BundleFile = { readonly name: string; readonly text: string };
export type BundleMistake = { readonly file: string | null; readonly refusal: DocumentRefusal };

/** A new key pair (PEM) for signing bundles: Ed25519 (RFC 8032). */
export function newBundleKeys(): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/**
 * Puts files into one bundle and signs it. Each is read first as the installation will read it: who signs a bundle vouches for what
 * is in it.
 *
 * @param privateKey PEM
 */
export async function signBundle(
  files: readonly BundleFile[],
  {
    privateKey,
    at,
    freshnessDays,
  }: { readonly privateKey: string; readonly at: Instant; readonly freshnessDays: number },
  believing: { readonly signers: TrustSigners; readonly readMetadata: ReadMetadata },
): Promise<Result<{ readonly bundle: string; readonly kinds: readonly BundleDocumentKind[] }, BundleMistake>> {
  const key = keyFrom(privateKey);
  if (!key.ok) return err({ file: null, refusal: key.error });
  const documents: BundleDocument[] = [];
  for (const { name, text } of files) {
    const kind = bundleDocumentKinds.find((known) => known === kindOf(text));
    if (kind === undefined) return err({ file: name, refusal: { code: 'trust.document_unknown_kind' } });
    if (documents.some((document) => document.kind === kind))
      return err({ file: name, refusal: { code: 'bundle.document_twice' } });
    const read = await readDocument(kind, text, { ...believing.signers, readMetadata: believing.readMetadata, at });
    if (!read.ok) return err({ file: name, refusal: read.error });
    documents.push({ kind, body: text });
  }
  if (documents.length === 0) return err({ file: null, refusal: { code: 'bundle.documents_malformed' } });
  const input = bundleSigningInput(makeBundlePayload({ madeAt: at, freshnessDays, documents }), key.value.named);
  const isEdwards = key.value.named.algorithm === 'EdDSA';
  const signature = sign(isEdwards ? null : 'sha256', Buffer.from(input), {
    key: key.value.key,
    dsaEncoding: 'ieee-p1363',
  });
  return ok({ bundle: assembleBundle(input, signature), kinds: documents.map(({ kind }) => kind) });
}

type SigningKey = {
  readonly key: KeyObject;
  readonly named: { readonly id: string; readonly algorithm: 'EdDSA' | 'ES256' };
};

function keyFrom(pem: string): Result<SigningKey, Refusal> {
  try {
    const key = createPrivateKey(pem);
    const named = bundleKeyOf(key);
    if (named.ok) return ok({ key, named: named.value });
  } catch {
    // Told below, without a word of what was in the file.
  }
  return err({ code: 'trust.bundle_key_unusable' });
}
