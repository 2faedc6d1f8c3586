import {
  concatBytes,
  derBitString,
  derExplicit,
  derInteger,
  derItem,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derTags,
} from '@holdfast/encoding';
import { type Instant, toIso } from '@holdfast/kernel';
import type { SigningKey } from './signing-key.ts';

export type CertificateName = {
  readonly country?: string;
  readonly organization?: string;
  readonly organizationalUnit?: string;
  readonly commonName?: string;
};

export type CertificateDraft = {
  readonly version: 1 | 3;
  readonly serial: Uint8Array;
  readonly issuer: CertificateName | Uint8Array;
  /** Or the DER of a name, for names that no maker would give. */
  readonly subject: CertificateName | Uint8Array;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly spki: Uint8Array;
  /** DER of each `Extension`; ignored in version 1, which has none. */
  readonly extensions: readonly Uint8Array[];
};

/** RFC 5280 §4.1, signed with ECDSA and SHA-256. */
export function writeCertificate(draft: CertificateDraft, issuerKey: SigningKey): Uint8Array {
  const tbs = derSequence(
    ...(draft.version === 3 ? [derExplicit(0, derInteger(Uint8Array.of(2)))] : []),
    derInteger(draft.serial),
    ecdsaWithSha256,
    name(draft.issuer),
    derSequence(time(draft.notBefore), time(draft.notAfter)),
    name(draft.subject),
    draft.spki,
    ...(draft.version === 3 ? [derExplicit(3, derSequence(...draft.extensions))] : []),
  );
  return derSequence(tbs, ecdsaWithSha256, derBitString(issuerKey.sign(tbs)));
}

const ecdsaWithSha256 = derSequence(derObjectIdentifier('1.2.840.10045.4.3.2'));

export type RevocationListDraft = {
  readonly issuer: CertificateName;
  readonly serials: readonly Uint8Array[];
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant;
  /** As `extension` makes them. */
  readonly extensions?: readonly Uint8Array[];
};

/** RFC 5280 §5.1, version 2. */
export function writeRevocationList(draft: RevocationListDraft, issuerKey: SigningKey): Uint8Array {
  const { serials, extensions = [] } = draft;
  const revoked = serials.map((serial) => derSequence(derInteger(serial), time(draft.thisUpdate)));
  const tbs = derSequence(
    derInteger(Uint8Array.of(1)),
    ecdsaWithSha256,
    name(draft.issuer),
    time(draft.thisUpdate),
    time(draft.nextUpdate),
    ...(revoked.length === 0 ? [] : [derSequence(...revoked)]),
    ...(extensions.length === 0 ? [] : [derExplicit(0, derSequence(...extensions))]),
  );
  return derSequence(tbs, ecdsaWithSha256, derBitString(issuerKey.sign(tbs)));
}

/** RFC 5280 §4.2.1.13: where it is told whether the certificate was revoked. */
export function distributionPoint(url: string): Uint8Array {
  const uri = derItem(0x86, new TextEncoder().encode(url));
  return extension('2.5.29.31', false, derSequence(derSequence(derExplicit(0, derItem(0xa0, uri)))));
}

export function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  const flag = critical ? [derItem(derTags.boolean, Uint8Array.of(0xff))] : [];
  return derSequence(derObjectIdentifier(oid), ...flag, derOctetString(value));
}

export function basicConstraints(ca: boolean, pathLength?: number): Uint8Array {
  const parts = ca ? [derItem(derTags.boolean, Uint8Array.of(0xff))] : [];
  if (pathLength !== undefined) parts.push(derInteger(Uint8Array.of(pathLength)));
  return extension('2.5.29.19', true, derSequence(...parts));
}

/** keyCertSign and cRLSign, or digitalSignature. */
export function keyUsage(purpose: 'certificates' | 'signatures'): Uint8Array {
  const bits = purpose === 'certificates' ? Uint8Array.of(1, 0x06) : Uint8Array.of(7, 0x80);
  return extension('2.5.29.15', true, derItem(derTags.bitString, bits));
}

export function extendedKeyUsage(...purposes: readonly string[]): Uint8Array {
  return extension('2.5.29.37', false, derSequence(...purposes.map(derObjectIdentifier)));
}

/** @param names GeneralNames, each in DER. */
export function alternativeName(critical: boolean, ...names: readonly Uint8Array[]): Uint8Array {
  return extension('2.5.29.17', critical, derSequence(...names));
}

/** id-fido-gen-ce-aaguid: the AAGUID in an OCTET STRING of its own. */
export function aaguidExtension(aaguid: Uint8Array, critical: boolean): Uint8Array {
  return extension('1.3.6.1.4.1.45724.1.1.4', critical, derOctetString(aaguid));
}

export function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function name(parts: CertificateName | Uint8Array): Uint8Array {
  if (parts instanceof Uint8Array) return parts;
  const { country, organization, organizationalUnit, commonName } = parts;
  const attributes: Uint8Array[] = [];
  const add = (oid: string, tag: number, text: string | undefined) => {
    if (text === undefined) return;
    const value = derItem(tag, new TextEncoder().encode(text));
    attributes.push(derItem(derTags.set, derSequence(derObjectIdentifier(oid), value)));
  };
  add('2.5.4.6', derTags.printableString, country);
  add('2.5.4.10', derTags.utf8String, organization);
  add('2.5.4.11', derTags.utf8String, organizationalUnit);
  add('2.5.4.3', derTags.utf8String, commonName);
  return derSequence(...attributes);
}

/** RFC 5280 §4.1.2.5: UTCTime up to 2049, GeneralizedTime from 2050. */
function time(at: Instant): Uint8Array {
  const digits = toIso(at)
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:T]/g, '');
  const isLate = Number(digits.slice(0, 4)) >= 2050;
  const text = new TextEncoder().encode(isLate ? digits : digits.slice(2));
  return derItem(isLate ? derTags.generalizedTime : derTags.utcTime, concatBytes(text));
}
