import { type Certificate, contextTag, DerReader, derTags, fromBase64url, parseCertificate } from '@holdfast/encoding';
import { err, type Instant, type Result, refuse } from '@holdfast/kernel';
import { type AnchoredChain, verifyChain } from '../verify-chain.ts';
import type { MetadataRefusal } from './step.ts';

const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const DNS_NAME = contextTag(2) & ~0x20;

/**
 * The path from the certificate of the signer to a pinned anchor. An end of validity is told apart from a stranger: the one asks for
 * patience and a newer BLOB, the other for an alarm.
 */
export function signerPath(
  chain: readonly string[],
  anchors: readonly string[],
  at: Instant,
): Result<AnchoredChain, MetadataRefusal> {
  const verified = verifyChain(chain, anchors, at);
  if (verified.ok) return verified;
  const certificates = chain.flatMap((text) => readCertificate(text) ?? []);
  const reasons = verified.error.slice(0, 16);
  const leadsThereAt = (other: Instant | undefined) => other !== undefined && verifyChain(chain, anchors, other).ok;
  const firstEnd = certificates.map(({ notAfter }) => notAfter).sort((a, b) => a - b)[0];
  const lastStart = certificates.map(({ notBefore }) => notBefore).sort((a, b) => b - a)[0];
  if (firstEnd !== undefined && at > firstEnd && leadsThereAt(firstEnd)) {
    return err(refuse('metadata.signer_expired', { reasons }));
  }
  if (lastStart !== undefined && at < lastStart && leadsThereAt(lastStart)) {
    return err(refuse('metadata.signer_not_yet_valid', { reasons }));
  }
  return err(refuse('metadata.signer_untrusted', { reasons }));
}

export function readCertificate(text: string): Certificate | null {
  const der = fromBase64url(text);
  const certificate = der.ok ? parseCertificate(der.value) : der;
  return certificate.ok ? certificate.value : null;
}

/** RFC 6125: the alternative names, or the common name where there are none. */
export function hostsOf({ extensions, subject }: Certificate): readonly string[] {
  const alternativeName = extensions.get(SUBJECT_ALTERNATIVE_NAME);
  if (alternativeName === undefined) return subject.commonName;
  const reader = new DerReader(alternativeName.value);
  const names = reader.open(derTags.sequence);
  reader.close();
  const hosts: string[] = [];
  while (names.hasMore()) {
    const name = names.any();
    if (name.tag === DNS_NAME) hosts.push(Buffer.from(names.content(name)).toString('latin1').toLowerCase());
  }
  return reader.fault === null ? hosts : [];
}
