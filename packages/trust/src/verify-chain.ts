import { type Certificate, equalBytes } from '@holdfast/encoding';
import { err, type Instant, ok, type Result, toIso } from '@holdfast/kernel';
import { type ChainMemo, noMemo } from './chain-memo.ts';

/** A hostile chain of cross-signed certificates has a factorial number of paths; a genuine one needs a handful of checks. */
const SIGNATURE_CHECKS_MAX = 32;

const RSA_BITS_MIN = 2048;

/** Extensions that may be critical because this module, or the format that the leaf belongs to, looks at them. */
const understood = new Set(['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.32', '2.5.29.37']);

export type AnchoredChain = {
  /** Subject of the anchor, one line. */
  readonly anchor: string;
  /** Leaf first, anchor last; one element where the leaf itself is the anchor. */
  readonly path: readonly Certificate[];
};

/**
 * RFC 5280 §6.1, as far as attestation needs it: is there a path from the first certificate of the chain to one of the anchors at that
 * time? The other certificates of the chain are only material to build with, whatever their order. An anchor is never taken from the
 * chain: a root that came on the wire leads nowhere.
 *
 * @param chain leaf first; base64url of DER, as facts keep it.
 * @param anchors roots, intermediates or leaves that somebody trusts; base64url of DER.
 * @param memo saves work on certificates that were seen before; it never changes the answer.
 * @returns on failure every dead end, as sentences for operators.
 */
export function verifyChain(
  chain: readonly string[],
  anchors: readonly string[],
  at: Instant,
  memo: ChainMemo = noMemo,
): Result<AnchoredChain, readonly string[]> {
  const dead: string[] = [];
  const [leaf, ...others] = readAll(chain, 'the chain', memo, dead);
  if (leaf === undefined || dead.length > 0) return err(dead.length > 0 ? dead : ['The chain is empty.']);
  // An anchor that cannot be read is one that nobody reaches; the others are worth what they are worth.
  const trusted = readAll(anchors, 'the anchors', memo, dead);
  if (trusted.length === 0) return err([...dead, 'There is no anchor to end in.']);

  const path = findPath([leaf], { others, trusted, at, memo, dead, signatureChecksLeft: SIGNATURE_CHECKS_MAX });
  const anchor = path?.at(-1);
  if (path === undefined || anchor === undefined) return err([...new Set(dead)]);
  return ok({ anchor: anchor.subjectText, path });
}

type Search = {
  readonly others: readonly Certificate[];
  readonly trusted: readonly Certificate[];
  readonly at: Instant;
  readonly memo: ChainMemo;
  /** Why each candidate led nowhere. */
  readonly dead: string[];
  signatureChecksLeft: number;
};

/** Depth first, no certificate twice. */
function findPath(path: readonly Certificate[], search: Search): readonly Certificate[] | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const fault = timeFault(last, search.at) ?? extensionFault(last);
  if (fault !== undefined) {
    search.dead.push(fault);
    return undefined;
  }
  if (search.trusted.some((anchor) => equalBytes(anchor.der, last.der))) return path;
  for (const anchor of search.trusted) {
    if (issues(anchor, last, path, search)) return [...path, anchor];
  }
  for (const next of search.others) {
    if (path.some((used) => equalBytes(used.der, next.der))) continue;
    if (!issues(next, last, path, search)) continue;
    const found = findPath([...path, next], search);
    if (found !== undefined) return found;
  }
  search.dead.push(`Nobody trusted issued "${last.subjectText}".`);
  return undefined;
}

/** Whether `issuer` may have signed `subject`, which `path` ends with, and did. */
function issues(issuer: Certificate, subject: Certificate, path: readonly Certificate[], search: Search): boolean {
  if (!equalBytes(issuer.subjectName, subject.issuerName)) return false;
  const fault = timeFault(issuer, search.at) ?? extensionFault(issuer) ?? authorityFault(issuer, path);
  if (fault !== undefined) {
    search.dead.push(fault);
    return false;
  }
  if (search.signatureChecksLeft === 0) {
    search.dead.push(`More than ${SIGNATURE_CHECKS_MAX} signatures would have to be checked.`);
    return false;
  }
  search.signatureChecksLeft -= 1;
  if (search.memo.isSignedBy(subject, issuer)) return true;
  search.dead.push(`"${issuer.subjectText}" did not sign "${subject.subjectText}".`);
  return false;
}

function timeFault(certificate: Certificate, at: Instant): string | undefined {
  const { notBefore, notAfter } = certificate;
  if (at >= notBefore && at <= notAfter) return undefined;
  const name = `"${certificate.subjectText}"`;
  return at < notBefore
    ? `${name} is not valid before ${toIso(notBefore)}; judged at ${toIso(at)}.`
    : `${name} was valid until ${toIso(notAfter)}; judged at ${toIso(at)}.`;
}

/** RFC 5280 §4.2: whoever does not understand a critical extension must refuse the certificate. */
function extensionFault(certificate: Certificate): string | undefined {
  for (const [oid, { critical }] of certificate.extensions) {
    if (critical && !understood.has(oid)) {
      return `"${certificate.subjectText}" has the critical extension ${oid}, which is not understood.`;
    }
  }
  return undefined;
}

/** RFC 5280 §6.1.4 (k) to (n). */
function authorityFault(issuer: Certificate, path: readonly Certificate[]): string | undefined {
  const { basicConstraints, keyUsage, version } = issuer;
  const fault = (text: string) => `"${issuer.subjectText}" ${text}`;
  // Roots of version 1 exist; without extensions they are anchors by decision or nothing.
  if (version === 3 && basicConstraints?.ca !== true) return fault('is not a certification authority.');
  if (version !== 3 && !equalBytes(issuer.subjectName, issuer.issuerName)) {
    return fault(`is of version ${version} and not a root.`);
  }
  const pathLength = basicConstraints?.pathLength ?? null;
  const below = intermediatesIn(path);
  if (pathLength !== null && below > pathLength) {
    return fault(`allows ${pathLength} intermediate certificates below it; the chain has ${below}.`);
  }
  if (isWeakKey(issuer)) return fault(`has an RSA key of fewer than ${RSA_BITS_MIN} bits.`);
  if (keyUsage !== null && !keyUsage.keyCertSign) return fault('may not sign certificates.');
  return undefined;
}

/** Not of RFC 5280: whoever can factor the key of an authority is that authority. */
function isWeakKey({ publicKey }: Certificate): boolean {
  // Asking an EC key for its details costs as much as a fifth of a signature, and it has none that matter here.
  if (publicKey === null || !publicKey.asymmetricKeyType?.startsWith('rsa')) return false;
  return (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) < RSA_BITS_MIN;
}

/** RFC 5280 §4.2.1.9: the leaf does not count, nor do certificates that an authority issued to itself. */
function intermediatesIn([, ...authorities]: readonly Certificate[]): number {
  return authorities.filter(({ subjectName, issuerName }) => !equalBytes(subjectName, issuerName)).length;
}

function readAll(encoded: readonly string[], where: string, memo: ChainMemo, dead: string[]): readonly Certificate[] {
  return encoded.flatMap((text, index) => {
    const certificate = memo.certificate(text);
    if (certificate !== null) return [certificate];
    dead.push(`Certificate ${index + 1} of ${where} cannot be read (encoding.certificate_malformed).`);
    return [];
  });
}
