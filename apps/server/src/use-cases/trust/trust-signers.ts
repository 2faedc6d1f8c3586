import { readFileSync } from 'node:fs';
import { type BundleKey, readBundleKey } from '@holdfast/trust';
import type { Config } from '../../config.ts';
import type { TrustSigners } from '../../ports.ts';
import { metadataAnchors, metadataSignerHosts } from './metadata-anchors.ts';
import { anchorsOf } from './read-document.ts';

/**
 * Who may sign trust documents, from the files that the settings name.
 *
 * @throws with the remedy when a file does not hold what it should
 */
export function trustSigners({ metadataAnchorsFile, trustBundleKeyFile }: Config): TrustSigners {
  const bundleKeys = trustBundleKeyFile === null ? [] : publicKeysIn(trustBundleKeyFile);
  if (metadataAnchorsFile === null) {
    return { anchors: anchorsIn(metadataAnchors, 'the built-in roots'), signerHosts: metadataSignerHosts, bundleKeys };
  }
  const anchors = anchorsIn(readFileSync(metadataAnchorsFile, 'utf8'), metadataAnchorsFile);
  if (anchors.length === 0) throw new Error(`HOLDFAST_MDS_ANCHORS_FILE: ${metadataAnchorsFile} holds no certificate.`);
  return { anchors, signerHosts: null, bundleKeys };
}

function anchorsIn(text: string, name: string): readonly string[] {
  const anchors = anchorsOf(text);
  if (anchors.ok) return anchors.value;
  throw new Error(`HOLDFAST_MDS_ANCHORS_FILE: ${name} is not usable. ${(anchors.error.problems ?? []).join(' ')}`);
}

function publicKeysIn(file: string): readonly BundleKey[] {
  const found = readFileSync(file, 'utf8').match(/-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----/g) ?? [];
  if (found.length === 0) throw new Error(`HOLDFAST_TRUST_BUNDLE_KEY_FILE: ${file} holds no public key in PEM.`);
  return found.map((pem) => {
    const key = readBundleKey(pem);
    if (key.ok) return key.value;
    throw new Error(`HOLDFAST_TRUST_BUNDLE_KEY_FILE: ${file} is not usable. ${key.error}`);
  });
}
