import { type KeyObject, X509Certificate } from 'node:crypto';
import { err, type Instant, instant, ok, type Refusal, type Result, refuse } from '@holdfast/kernel';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  id_ce_basicConstraints,
  id_ce_keyUsage,
  KeyUsage,
  KeyUsageFlags,
  type Name,
  Certificate as X509Schema,
} from '@peculiar/asn1-x509';
import { equalBytes } from './bytes.ts';

export type CertificateExtension = {
  readonly critical: boolean;
  /** Content of extnValue, still DER. */
  readonly value: Uint8Array;
};

/** The fields of an X.509 certificate (RFC 5280 §4.1) that attestation depends on. */
export type Certificate = {
  readonly der: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  readonly subject: SubjectFields;
  /** For people, one line. */
  readonly subjectText: string;
  /** DER of the names, for comparing issuer with subject. */
  readonly subjectName: Uint8Array;
  readonly issuerName: Uint8Array;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null;
  readonly keyUsage: { readonly digitalSignature: boolean; readonly keyCertSign: boolean } | null;
  /** By dotted OID. */
  readonly extensions: ReadonlyMap<string, CertificateExtension>;
  readonly publicKey: KeyObject;
};

export type SubjectFields = {
  readonly country: readonly string[];
  readonly organization: readonly string[];
  readonly organizationalUnit: readonly string[];
  readonly commonName: readonly string[];
};

type CertificateRefusal = Refusal<'encoding.certificate_malformed'>;

export const CERTIFICATE_BYTES_MAX = 16_384;

/** Reads one DER certificate and nothing after it. PEM is not accepted here: it never comes from an authenticator. */
export function parseCertificate(der: Uint8Array): Result<Certificate, CertificateRefusal> {
  if (der.length > CERTIFICATE_BYTES_MAX) return malformed('too large');
  try {
    const x509 = new X509Certificate(der);
    if (!equalBytes(x509.raw, der)) return malformed('not exactly one DER certificate');
    return fieldsOf(der, x509, AsnConvert.parse(der, X509Schema));
  } catch (thrown) {
    return malformed(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** DER certificates of all `CERTIFICATE` blocks of a PEM text, unparsed. Text outside of blocks is ignored. */
export function pemCertificates(pem: string): readonly Uint8Array[] {
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g);
  return [...blocks].map(([, body = '']) => new Uint8Array(Buffer.from(body, 'base64')));
}

/** Whether the key signed this certificate. Names, dates and constraints are the path builder's business. */
export function isSignedBy(certificate: Certificate, issuerKey: KeyObject): boolean {
  try {
    return new X509Certificate(certificate.der).verify(issuerKey);
  } catch {
    // A key of another type than the signature: OpenSSL throws instead of saying no.
    return false;
  }
}

function fieldsOf(der: Uint8Array, x509: X509Certificate, parsed: X509Schema): Result<Certificate, CertificateRefusal> {
  const { version, subject, issuer, extensions: listed = [] } = parsed.tbsCertificate;
  const extensions = new Map<string, CertificateExtension>();
  for (const { extnID, critical, extnValue } of listed) {
    // RFC 5280 §4.2: never more than one instance of an extension.
    if (extensions.has(extnID)) return malformed(`extension ${extnID} twice`);
    extensions.set(extnID, { critical, value: new Uint8Array(extnValue.buffer) });
  }
  const constraints = extensions.get(id_ce_basicConstraints);
  const usage = extensions.get(id_ce_keyUsage);
  return ok({
    der,
    version: version + 1,
    subject: subjectFields(subject),
    subjectText: x509.subject?.replaceAll('\n', ', ') ?? '',
    subjectName: new Uint8Array(AsnConvert.serialize(subject)),
    issuerName: new Uint8Array(AsnConvert.serialize(issuer)),
    notBefore: instant(x509.validFromDate.getTime()),
    notAfter: instant(x509.validToDate.getTime()),
    basicConstraints: constraints === undefined ? null : basicConstraintsOf(constraints.value),
    keyUsage: usage === undefined ? null : keyUsageOf(usage.value),
    extensions,
    publicKey: x509.publicKey,
  });
}

function basicConstraintsOf(value: Uint8Array) {
  const { cA, pathLenConstraint } = AsnConvert.parse(value, BasicConstraints);
  return { ca: cA, pathLength: pathLenConstraint ?? null };
}

function keyUsageOf(value: Uint8Array) {
  const bits = AsnConvert.parse(value, KeyUsage).toNumber();
  return {
    digitalSignature: (bits & KeyUsageFlags.digitalSignature) !== 0,
    keyCertSign: (bits & KeyUsageFlags.keyCertSign) !== 0,
  };
}

function subjectFields(name: Name): SubjectFields {
  const attributes = [...name].flatMap((rdn) => [...rdn]);
  const values = (oid: string) => attributes.filter(({ type }) => type === oid).map(({ value }) => value.toString());
  return {
    country: values('2.5.4.6'),
    organization: values('2.5.4.10'),
    organizationalUnit: values('2.5.4.11'),
    commonName: values('2.5.4.3'),
  };
}

function malformed(reason: string) {
  return err(refuse('encoding.certificate_malformed', { reason }));
}
