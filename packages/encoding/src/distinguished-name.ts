import { derTags } from './der.ts';
import { DerReader } from './der-reader.ts';

/** One attribute of a distinguished name (RFC 5280 §4.1.2.4). */
export type NameAttribute = {
  /** Dotted. */
  readonly type: string;
  readonly value: string;
  /** Number of the relative distinguished name that it stands in; several attributes may share one. */
  readonly rdn: number;
};

/** What X.520 and RFC 4519 call the attributes that occur in attestation certificates. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'street'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'title'],
  ['2.5.4.42', 'GN'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
]);

const TEXT_LENGTH_MAX = 256;

/** Reads a DER Name; null where it is none. */
export function readName(der: Uint8Array): readonly NameAttribute[] | null {
  const outer = new DerReader(der);
  const attributes = readAttributes(outer.open(derTags.sequence));
  outer.close();
  return outer.fault === null ? attributes : null;
}

/** The relative distinguished names that follow in a reader, until its level ends. Check the fault of the reader. */
export function readAttributes(names: DerReader): readonly NameAttribute[] {
  const attributes: NameAttribute[] = [];
  for (let rdn = 0; names.hasMore(); rdn += 1) {
    const set = names.open(derTags.set);
    if (!set.hasMore()) names.fail('empty relative distinguished name');
    while (set.hasMore()) {
      const pair = set.open(derTags.sequence);
      const type = pair.objectIdentifier();
      const value = pair.any();
      pair.close();
      attributes.push({ type, value: textOf(value.tag, pair.content(value)), rdn });
    }
  }
  return attributes;
}

/** For people: one line, in the order of the certificate, with what is not printable made visible. */
export function nameText(attributes: readonly NameAttribute[]): string {
  const written = attributes.map(({ type, value }) => `${shortNames.get(type) ?? type}=${value}`).join(', ');
  // Nearly every name is ASCII, and asking for Unicode categories costs more than reading the name.
  const text = /^[ -~]*$/.test(written)
    ? written
    : written.replaceAll(/\p{C}/gu, (unprintable) => `\\u{${unprintable.codePointAt(0)?.toString(16)}}`);
  return text.length <= TEXT_LENGTH_MAX ? text : `${text.slice(0, TEXT_LENGTH_MAX)}…`;
}

/** RFC 5280 `DirectoryString` and IA5String. A value of another type is shown by its bytes. */
function textOf(tag: number, content: Uint8Array): string {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  switch (tag) {
    case derTags.utf8String:
      return buffer.toString('utf8');
    case derTags.printableString:
    case derTags.ia5String:
    case derTags.teletexString:
      return buffer.toString('latin1');
    case derTags.bmpString:
      return buffer.length % 2 === 0 ? Buffer.from(buffer).swap16().toString('utf16le') : `#${buffer.toString('hex')}`;
    default:
      return `#${buffer.toString('hex')}`;
  }
}
