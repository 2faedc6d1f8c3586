import { createPublicKey, type KeyObject } from 'node:crypto';
import { err, type Instant, instant, ok, type Refusal, type Result, refuse } from '@holdfast/kernel';
import { equalBytes } from './bytes.ts';
import { certificateSignatureIsValid } from './certificate-signature.ts';
import { derTags } from './der.ts';
import { contextTag, type DerItem, DerReader } from './der-reader.ts';
import { type NameAttribute, nameText, readName } from './distinguished-name.ts';

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
  /** Lower-case hex without leading zeros, as status lists name it. */
  readonly serial: string;
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
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** Null where the library cannot import the key: a chain may hold kinds of keys that nobody here needs. */
  readonly publicKey: KeyObject | null;
  /** The signed part, the AlgorithmIdentifier and the signature. */
  readonly signed: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
};

export type SubjectFields = {
  readonly attributes: readonly NameAttribute[];
  readonly country: readonly string[];
  readonly organization: readonly string[];
  readonly organizationalUnit: readonly string[];
  readonly commonName: readonly string[];
};

type CertificateRefusal = Refusal<'encoding.certificate_malformed'>;

export const CERTIFICATE_BYTES_MAX = 16_384;

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const issuerUniqueId = 0x81;
const subjectUniqueId = 0x82;

/** Reads one DER certificate and nothing after it. PEM is not accepted here: it never comes from an authenticator. */
export function parseCertificate(der: Uint8Array): Result<Certificate, CertificateRefusal> {
  if (der.length > CERTIFICATE_BYTES_MAX) return malformed('too large');
  const reader = new DerReader(der);
  const outer = reader.open(derTags.sequence);
  reader.close();
  const tbs = outer.item(derTags.sequence);
  const signatureAlgorithm = outer.whole(outer.item(derTags.sequence));
  // Old keys of a well-known maker miscount the unused bits; the signature itself will tell.
  const signature = outer.content(outer.item(derTags.bitString)).subarray(1);
  outer.close();

  const fields = outer.inside(tbs);
  const version = readVersion(fields);
  const serial = fields.content(fields.item(derTags.integer));
  const innerAlgorithm = fields.whole(fields.item(derTags.sequence));
  const issuerName = fields.whole(fields.item(derTags.sequence));
  const validity = fields.open(derTags.sequence);
  const [notBefore, notAfter] = [readTime(validity), readTime(validity)];
  validity.close();
  const subjectName = fields.whole(fields.item(derTags.sequence));
  const spki = fields.whole(fields.item(derTags.sequence));
  fields.optional(issuerUniqueId);
  fields.optional(subjectUniqueId);
  const extensions = readExtensions(fields, version);
  fields.close();
  const basicConstraints = readBasicConstraints(extensions.get(BASIC_CONSTRAINTS));
  const keyUsage = readKeyUsage(extensions.get(KEY_USAGE));
  if (reader.fault !== null) return malformed(reader.fault);
  if (!equalBytes(signatureAlgorithm, innerAlgorithm)) return malformed('two signature algorithms');
  if (serial.length === 0) return malformed('serial number');
  if (basicConstraints === undefined) return malformed('basic constraints');
  if (keyUsage === undefined) return malformed('key usage');
  return ok(
    new ParsedCertificate({
      der,
      version,
      serialBytes: serial,
      subjectName,
      issuerName,
      notBefore,
      notAfter,
      basicConstraints,
      keyUsage,
      extensions,
      spki,
      signed: outer.whole(tbs),
      signatureAlgorithm,
      signature,
    }),
  );
}

/** DER certificates of all `CERTIFICATE` blocks of a PEM text, unparsed. Text outside of blocks is ignored. */
export function pemCertificates(pem: string): readonly Uint8Array[] {
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g);
  return [...blocks].map(([, body = '']) => new Uint8Array(Buffer.from(body, 'base64')));
}

/** Whether the key signed this certificate. Names, dates and constraints are the path builder's business. */
export function isSignedBy(certificate: Certificate, issuerKey: KeyObject | null): boolean {
  if (issuerKey === null) return false;
  return certificateSignatureIsValid(
    certificate.signatureAlgorithm,
    issuerKey,
    certificate.signed,
    certificate.signature,
  );
}

type EagerFields = Omit<Certificate, 'publicKey' | 'subject' | 'subjectText' | 'serial'> & {
  readonly serialBytes: Uint8Array;
};

/** Importing a key costs more than reading all the rest, and of most certificates of a chain nobody asks for key or words. */
class ParsedCertificate implements Certificate {
  readonly der: Uint8Array;
  readonly version: number;
  readonly subjectName: Uint8Array;
  readonly issuerName: Uint8Array;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly basicConstraints: Certificate['basicConstraints'];
  readonly keyUsage: Certificate['keyUsage'];
  readonly extensions: ReadonlyMap<string, CertificateExtension>;
  readonly spki: Uint8Array;
  readonly signed: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
  readonly #serial: Uint8Array;
  #subject: SubjectFields | undefined;
  #publicKey: KeyObject | null | undefined;

  constructor(fields: EagerFields) {
    this.der = fields.der;
    this.version = fields.version;
    this.subjectName = fields.subjectName;
    this.issuerName = fields.issuerName;
    this.notBefore = fields.notBefore;
    this.notAfter = fields.notAfter;
    this.basicConstraints = fields.basicConstraints;
    this.keyUsage = fields.keyUsage;
    this.extensions = fields.extensions;
    this.spki = fields.spki;
    this.signed = fields.signed;
    this.signatureAlgorithm = fields.signatureAlgorithm;
    this.signature = fields.signature;
    this.#serial = fields.serialBytes;
  }

  get serial(): string {
    return hexNumber(this.#serial);
  }

  get subject(): SubjectFields {
    // A name that cannot be read names nothing; whoever demands a name refuses it.
    this.#subject ??= subjectFields(readName(this.subjectName) ?? []);
    return this.#subject;
  }

  get subjectText(): string {
    return nameText(this.subject.attributes);
  }

  get publicKey(): KeyObject | null {
    if (this.#publicKey === undefined) this.#publicKey = importKey(this.spki);
    return this.#publicKey;
  }
}

function importKey(spki: Uint8Array): KeyObject | null {
  try {
    const key = Buffer.from(spki.buffer, spki.byteOffset, spki.byteLength);
    return createPublicKey({ key, format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

/** Version 1 is the default and therefore never written (X.690 §11.5). */
function readVersion(fields: DerReader): number {
  const explicit = fields.optional(contextTag(0));
  if (explicit === null) return 1;
  const inner = fields.inside(explicit);
  const version = inner.smallNumber(derTags.integer) + 1;
  inner.close();
  if (version !== 2 && version !== 3) fields.fail('version');
  return version;
}

function readExtensions(fields: DerReader, version: number): ReadonlyMap<string, CertificateExtension> {
  const extensions = new Map<string, CertificateExtension>();
  const explicit = fields.optional(contextTag(3));
  if (explicit === null) return extensions;
  if (version !== 3) fields.fail(`extensions in version ${version}`);
  const wrapper = fields.inside(explicit);
  const list = wrapper.open(derTags.sequence);
  wrapper.close();
  while (list.hasMore()) {
    const extension = list.open(derTags.sequence);
    const oid = extension.objectIdentifier();
    const critical = extension.peek() === derTags.boolean && extension.boolean();
    const value = extension.content(extension.item(derTags.octetString));
    extension.close();
    // RFC 5280 §4.2: never more than one instance of an extension.
    if (extensions.has(oid)) list.fail(`extension ${oid} twice`);
    extensions.set(oid, { critical, value });
  }
  return extensions;
}

/** Undefined where the extension is there and malformed. An explicit FALSE, which DER forbids, is about in the field. */
function readBasicConstraints(
  extension: CertificateExtension | undefined,
): Certificate['basicConstraints'] | undefined {
  if (extension === undefined) return null;
  const reader = new DerReader(extension.value);
  const fields = reader.open(derTags.sequence);
  reader.close();
  const ca = fields.peek() === derTags.boolean && fields.boolean(true);
  const pathLength = fields.hasMore() ? fields.smallNumber(derTags.integer) : null;
  fields.close();
  return reader.fault === null ? { ca, pathLength } : undefined;
}

/** Undefined where the extension is there and malformed. */
function readKeyUsage(extension: CertificateExtension | undefined): Certificate['keyUsage'] | undefined {
  if (extension === undefined) return null;
  const reader = new DerReader(extension.value);
  const bits = reader.content(reader.item(derTags.bitString));
  reader.close();
  const [unused = 8, first = 0] = bits;
  if (reader.fault !== null || unused > 7) return undefined;
  return { digitalSignature: (first & 0x80) !== 0, keyCertSign: (first & 0x04) !== 0 };
}

/** RFC 5280 §4.1.2.5. GeneralizedTime before 2050 is about in the field; seconds and Z are always there. */
function readTime(validity: DerReader): Instant {
  const item = validity.any();
  if (validity.fault !== null) return instant(0);
  const digits = item.tag === derTags.utcTime ? 12 : item.tag === derTags.generalizedTime ? 14 : 0;
  const ms = item.end - item.contentStart === digits + 1 ? timeOf(validity, item, digits) : Number.NaN;
  if (!Number.isNaN(ms)) return instant(ms);
  validity.fail('time');
  return instant(0);
}

function timeOf({ bytes }: DerReader, { contentStart, end }: DerItem, digits: number): number {
  if (bytes[end - 1] !== 0x5a) return Number.NaN;
  let at = contentStart;
  const pair = (): number => {
    const [tens, ones] = [(bytes[at] ?? 0) - 0x30, (bytes[at + 1] ?? 0) - 0x30];
    at += 2;
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Number.NaN : tens * 10 + ones;
  };
  const first = pair();
  const year = digits === 14 ? first * 100 + pair() : first + (first >= 50 ? 1900 : 2000);
  const [month, day, hour, minute, second] = [pair(), pair(), pair(), pair(), pair()];
  // Date carries the 31st of February over into March; a certificate must not.
  const isReal = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  return isReal && hour < 24 && minute < 60 && second < 60
    ? Date.UTC(year, month - 1, day, hour, minute, second)
    : Number.NaN;
}

function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function subjectFields(attributes: readonly NameAttribute[]): SubjectFields {
  const values = (oid: string) => attributes.filter(({ type }) => type === oid).map(({ value }) => value);
  return {
    attributes,
    country: values('2.5.4.6'),
    organization: values('2.5.4.10'),
    organizationalUnit: values('2.5.4.11'),
    commonName: values('2.5.4.3'),
  };
}

function hexNumber(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return hex.replace(/^0+(?=.)/, '');
}

function malformed(reason: string) {
  return err(refuse('encoding.certificate_malformed', { reason }));
}
