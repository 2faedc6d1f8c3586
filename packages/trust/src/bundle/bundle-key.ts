import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { err, ok, type Result } from '@holdfast/kernel';
import { jwsAlgorithms, keyFits } from '../metadata/jws-algorithms.ts';
import { type BundleAlgorithm, bundleAlgorithms } from './bundle.ts';

/** A key of the organisation's own that signs bundles; the public half. */
export type BundleKey = {
  /** SHA-256 of the SubjectPublicKeyInfo, hex. */
  readonly id: string;
  readonly algorithm: BundleAlgorithm;
  readonly key: KeyObject;
};

/**
 * @param pem a public key ("BEGIN PUBLIC KEY"), Ed25519 or P-256.
 * @returns on failure a sentence for operators.
 */
export function readBundleKey(pem: string): Result<BundleKey, string> {
  // The library would make a public key of a private one; whoever puts that here has published it.
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) return err('This is not a public key in PEM ("BEGIN PUBLIC KEY").');
  try {
    return bundleKeyOf(createPublicKey(pem));
  } catch {
    return err('This public key cannot be read.');
  }
}

/** @param key public, or the private key whose public half is wanted. */
export function bundleKeyOf(key: KeyObject): Result<BundleKey, string> {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const algorithm = bundleAlgorithms.find((name) => {
    const row = jwsAlgorithms.get(name);
    return row !== undefined && publicKey.type === 'public' && keyFits(row, publicKey);
  });
  if (algorithm === undefined) return err('Bundles are signed with Ed25519 or P-256; this key is of another kind.');
  const id = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  return ok({ id, algorithm, key: publicKey });
}
