import { type Certificate, fromBase64url, isSignedBy, parseCertificate } from '@holdfast/encoding';

/**
 * What was read and checked before: certificates by their text, and signatures by the two certificates. It holds nothing that does not
 * follow from the bytes alone, so that an answer is the same with a memo, with another one and without; only its time differs. Dates,
 * constraints and anchors are judged each time.
 */
export type ChainMemo = {
  /** Null where the text is not one certificate in base64url. */
  readonly certificate: (text: string) => Certificate | null;
  readonly isSignedBy: (subject: Certificate, issuer: Certificate) => boolean;
};

/** About 3 MB where every entry is as large as certificates usually are. */
const CERTIFICATES_MAX = 1024;
const ISSUERS_MAX = 8;

/** Bounded: what was not asked for longest goes first. */
export function createChainMemo(): ChainMemo {
  const certificates = new Map<string, Certificate | null>();
  const signatures = new WeakMap<Certificate, Map<Certificate, boolean>>();
  return {
    certificate: (text) => {
      const known = certificates.get(text);
      const certificate = known === undefined ? read(text) : known;
      if (known !== undefined) certificates.delete(text);
      certificates.set(text, certificate);
      dropOldest(certificates, CERTIFICATES_MAX);
      return certificate;
    },
    isSignedBy: (subject, issuer) => {
      const byIssuer = signatures.get(subject) ?? new Map<Certificate, boolean>();
      const known = byIssuer.get(issuer);
      if (known !== undefined) return known;
      const signed = isSignedBy(subject, issuer.publicKey);
      byIssuer.set(issuer, signed);
      dropOldest(byIssuer, ISSUERS_MAX);
      signatures.set(subject, byIssuer);
      return signed;
    },
  };
}

/** Remembers nothing. */
export const noMemo: ChainMemo = {
  certificate: read,
  isSignedBy: (subject, issuer) => isSignedBy(subject, issuer.publicKey),
};

function read(text: string): Certificate | null {
  const der = fromBase64url(text);
  const certificate = der.ok ? parseCertificate(der.value) : der;
  return certificate.ok ? certificate.value : null;
}

/** A Map keeps the order of insertion. */
function dropOldest<Key>(map: Map<Key, unknown>, sizeMax: number): void {
  if (map.size <= sizeMax) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
