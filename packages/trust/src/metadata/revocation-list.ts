import {
  type Certificate,
  certificateSignatureIsValid,
  contextTag,
  DerReader,
  derTags,
  equalBytes,
} from '@holdfast/encoding';
import { err, type Instant, instant, ok, type Result } from '@holdfast/kernel';

/** A list of revoked certificates that the issuer of a certificate signed. */
export type RevocationList = {
  /** Serial numbers, lower-case hex without leading zeros. */
  readonly revoked: ReadonlySet<string>;
  readonly madeAt: Instant;
  readonly nextUpdateAt: Instant | null;
};

const DISTRIBUTION_POINTS = '2.5.29.31';
const ISSUING_DISTRIBUTION_POINT = '2.5.29.28';
const ADDRESSES_MAX = 4;
const uriTag = contextTag(6) & ~0x20;
/** Of an issuing distribution point: only some reasons, and certificates of other issuers. */
const partialTags: ReadonlySet<number> = new Set([0x83, 0x84]);

/** RFC 5280 §4.2.1.13: addresses (http or https) at which the issuer tells whether it revoked this certificate. */
export function revocationListAddresses({ extensions }: Certificate): readonly string[] {
  const extension = extensions.get(DISTRIBUTION_POINTS);
  if (extension === undefined) return [];
  const reader = new DerReader(extension.value);
  const points = reader.open(derTags.sequence);
  const addresses: string[] = [];
  while (points.hasMore()) {
    const name = points.open(derTags.sequence).optional(contextTag(0));
    const full = name === null ? null : points.inside(name).optional(contextTag(0));
    const names = full === null ? null : points.inside(full);
    while (names?.hasMore() === true) {
      const each = names.any();
      if (each.tag === uriTag) addresses.push(Buffer.from(names.content(each)).toString('latin1'));
    }
  }
  if (reader.fault !== null) return [];
  return addresses.filter((address) => /^https?:\/\//.test(address) && URL.canParse(address)).slice(0, ADDRESSES_MAX);
}

/**
 * RFC 5280 §5: the list of one issuer, believed because that issuer signed it and because it is of today.
 *
 * @returns on failure a sentence for operators: then nothing is known.
 */
export function readRevocationList(der: Uint8Array, issuer: Certificate, at: Instant): Result<RevocationList, string> {
  const reader = new DerReader(der);
  const outer = reader.open(derTags.sequence);
  reader.close();
  const tbs = outer.item(derTags.sequence);
  const algorithm = outer.whole(outer.item(derTags.sequence));
  const [unusedBits, ...signatureBytes] = outer.content(outer.item(derTags.bitString));
  const signature = Uint8Array.from(signatureBytes);
  outer.close();
  if (reader.fault !== null || unusedBits !== 0) return err('The list of revocations cannot be read.');
  const { publicKey } = issuer;
  if (publicKey === null || !certificateSignatureIsValid(algorithm, publicKey, outer.whole(tbs), signature)) {
    return err('The list of revocations was not signed by the issuer.');
  }
  const fields = outer.inside(tbs);
  fields.optional(derTags.integer);
  const inner = fields.whole(fields.item(derTags.sequence));
  const name = fields.whole(fields.item(derTags.sequence));
  const madeAt = readTime(fields);
  const hasNext = fields.peek() === derTags.utcTime || fields.peek() === derTags.generalizedTime;
  const nextUpdateAt = hasNext ? readTime(fields) : null;
  const revoked = readSerials(fields);
  const isWhole = readExtensions(fields);
  fields.close();
  if (reader.fault !== null || madeAt === null) return err('The list of revocations cannot be read.');
  if (!equalBytes(name, issuer.subjectName) || !equalBytes(inner, algorithm)) {
    return err('The list of revocations is of another issuer.');
  }
  if (!isWhole) return err('The list of revocations is only a part of one, or has an extension that is not known.');
  if (at < madeAt || (nextUpdateAt !== null && at >= nextUpdateAt))
    return err('The list of revocations is not of today.');
  return ok({ revoked, madeAt, nextUpdateAt });
}

function readSerials(fields: DerReader): ReadonlySet<string> {
  const revoked = new Set<string>();
  const list = fields.optional(derTags.sequence);
  if (list === null) return revoked;
  const entries = fields.inside(list);
  while (entries.hasMore()) {
    const entry = entries.open(derTags.sequence);
    const serial = Buffer.from(entry.content(entry.item(derTags.integer))).toString('hex');
    revoked.add(serial.replace(/^0+(?=.)/, ''));
  }
  return revoked;
}

/** RFC 5280 §5.2: what is critical has to be understood. Parts of a list (delta, some reasons, other issuers) clear nothing. */
function readExtensions(fields: DerReader): boolean {
  const explicit = fields.optional(contextTag(0));
  if (explicit === null) return true;
  const wrapper = fields.inside(explicit);
  const list = wrapper.open(derTags.sequence);
  wrapper.close();
  let isWhole = true;
  while (list.hasMore()) {
    const extension = list.open(derTags.sequence);
    const oid = extension.objectIdentifier();
    const isCritical = extension.peek() === derTags.boolean && extension.boolean();
    const value = extension.content(extension.item(derTags.octetString));
    extension.close();
    if (!isCritical) continue;
    if (oid !== ISSUING_DISTRIBUTION_POINT || isPartial(value)) isWhole = false;
  }
  return isWhole;
}

function isPartial(value: Uint8Array): boolean {
  const reader = new DerReader(value);
  const parts = reader.open(derTags.sequence);
  let partial = false;
  while (parts.hasMore()) if (partialTags.has(parts.any().tag)) partial = true;
  return partial || reader.fault !== null;
}

/** RFC 5280 §5.1.2.4. */
function readTime(fields: DerReader): Instant | null {
  const item = fields.any();
  const text = Buffer.from(fields.content(item)).toString('latin1');
  const pattern = item.tag === derTags.utcTime ? /^(\d{2})(\d{10})Z$/ : /^(\d{4})(\d{10})Z$/;
  const [, year = '', rest = ''] = pattern.exec(text) ?? [];
  const [month, day, hour, minute, second] = (rest.match(/\d\d/g) ?? []).map(Number);
  if (second === undefined || month === undefined) {
    fields.fail('time');
    return null;
  }
  const century = year.length === 4 ? 0 : Number(year) < 50 ? 2000 : 1900;
  return instant(Date.UTC(Number(year) + century, month - 1, day, hour, minute, second));
}
