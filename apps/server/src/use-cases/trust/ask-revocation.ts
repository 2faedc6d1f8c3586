import { type Certificate, fromBase64url, parseCertificate } from '@holdfast/encoding';
import type { Instant } from '@holdfast/kernel';
import { readRevocationList, revocationListAddresses } from '@holdfast/trust';
import type { Download } from '../../adapters/download.ts';

/** `unknown` says why; nothing is refused for it, because whoever can hold back a list could hold back the metadata as well. */
export type Revocation =
  | { readonly state: 'good' }
  | { readonly state: 'unknown'; readonly why: string }
  | { readonly state: 'revoked'; readonly subject: string };

const SIZE_BYTES_MAX = 8 * 1024 * 1024;
const TIMEOUT_MS = 10_000;

/**
 * MDS 3.1.1 §3.2, RFC 5280 §6.3: asks the issuers whether they revoked a certificate of the path that metadata were signed under.
 *
 * @param path leaf first, anchor last, base64url of DER; it has been verified.
 */
export async function askRevocation(
  { download }: { readonly download: Download },
  path: readonly string[],
  at: Instant,
): Promise<Revocation> {
  const certificates = path.flatMap((text) => certificateOf(text) ?? []);
  let why: string | null = null;
  for (const [index, issuer] of certificates.slice(1).entries()) {
    const certificate = certificates[index];
    if (certificate === undefined) continue;
    const asked = await askIssuer(download, certificate, issuer, at);
    if (asked.state === 'revoked') return asked;
    if (asked.state === 'unknown') why ??= asked.why;
  }
  return why === null ? { state: 'good' } : { state: 'unknown', why };
}

async function askIssuer(
  download: Download,
  certificate: Certificate,
  issuer: Certificate,
  at: Instant,
): Promise<Revocation> {
  const { subjectText: subject } = certificate;
  const unknown = (reason: string): Revocation => ({ state: 'unknown', why: `"${subject}": ${reason}` });
  let why = 'its issuer names no list of revocations.';
  for (const url of revocationListAddresses(certificate)) {
    const got = await download({
      url,
      ifNoneMatch: null,
      sizeBytesMax: SIZE_BYTES_MAX,
      timeoutMs: TIMEOUT_MS,
      isSigned: true,
    });
    if (got.at !== 'document') {
      why = `${url} gave no list${got.at === 'failed' ? ` (${got.code}, ${got.seen})` : ''}.`;
      continue;
    }
    const list = readRevocationList(got.body, issuer, at);
    if (list.ok) return list.value.revoked.has(certificate.serial) ? { state: 'revoked', subject } : { state: 'good' };
    why = `${url}: ${list.error}`;
  }
  return unknown(why);
}

function certificateOf(text: string): Certificate | null {
  const der = fromBase64url(text);
  const certificate = der.ok ? parseCertificate(der.value) : der;
  return certificate.ok ? certificate.value : null;
}
