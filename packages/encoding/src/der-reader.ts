/** One TLV (X.690 §8.1). Offsets are into the bytes of the reader, so that reading copies nothing. */
export type DerItem = {
  /** The identifier octet; where the tag number has octets of its own, the first octet times 65536 plus the number. */
  readonly tag: number;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
};

/** `[number]`, constructed, as in `[number] EXPLICIT`. */
export function contextTag(number: number): number {
  return number < 31 ? 0xa0 | number : 0xbf_0000 | number;
}

const TAG_NUMBER_MAX = 0xffff;
const LENGTH_OCTETS_MAX = 3;
const OID_ARC_OCTETS_MAX = 7;
const nothing: DerItem = { tag: 0, start: 0, contentStart: 0, end: 0 };

/**
 * A strict reader of DER (X.690 §10) that walks one level at a time: definite and shortest lengths, shortest tags, nothing outside of
 * the bytes. It does not recurse; whoever reads a structure opens exactly the levels that the structure has.
 *
 * The first fault stays: every later read gives an empty item, loops over `hasMore` end, and the caller asks for `fault` once, when
 * all has been read.
 */
export class DerReader {
  readonly bytes: Uint8Array;
  #at: number;
  readonly #end: number;
  /** Readers of inner levels report to the outermost one. */
  readonly #root: { fault: string | null };

  constructor(bytes: Uint8Array, item?: DerItem, outer?: DerReader) {
    this.bytes = bytes;
    this.#at = item === undefined ? 0 : item.contentStart;
    this.#end = item === undefined ? bytes.length : item.end;
    this.#root = outer === undefined ? { fault: null } : outer.#root;
  }

  /** Why something could not be read, or null while all is well. */
  get fault(): string | null {
    return this.#root.fault;
  }

  hasMore(): boolean {
    return this.#root.fault === null && this.#at < this.#end;
  }

  /** The identifier octet that comes next, or 0 at the end. */
  peek(): number {
    return this.hasMore() ? (this.bytes[this.#at] ?? 0) : 0;
  }

  /** Records a fault of what was read; the first one counts. */
  fail(reason: string): DerItem {
    this.#root.fault ??= `${reason} at ${this.#at}`;
    return nothing;
  }

  /** The next item, whatever it is. */
  any(): DerItem {
    if (this.#root.fault !== null) return nothing;
    const { bytes } = this;
    const start = this.#at;
    const tag = this.#tag();
    const length = this.#length();
    if (this.#root.fault !== null) return nothing;
    const contentStart = this.#at;
    const end = contentStart + length;
    if (end > this.#end || end > bytes.length) return this.fail('truncated');
    this.#at = end;
    return { tag, start, contentStart, end };
  }

  /** The next item, which must have this tag. */
  item(tag: number): DerItem {
    const item = this.any();
    return item.tag === tag || this.fault !== null ? item : this.fail(`tag ${item.tag} instead of ${tag}`);
  }

  /** The next item if it has this tag. */
  optional(tag: number): DerItem | null {
    if (!this.hasMore() || !this.#isNext(tag)) return null;
    return this.item(tag);
  }

  /** A reader of the content of the next item, which must have this tag. */
  open(tag: number): DerReader {
    return new DerReader(this.bytes, this.item(tag), this);
  }

  /** A reader of the content of an item that was read before. */
  inside(item: DerItem): DerReader {
    return new DerReader(this.bytes, item, this);
  }

  /** Nothing may be left on this level. */
  close(): void {
    if (this.hasMore()) this.fail('more than expected');
  }

  content(item: DerItem): Uint8Array {
    return this.bytes.subarray(item.contentStart, item.end);
  }

  whole(item: DerItem): Uint8Array {
    return this.bytes.subarray(item.start, item.end);
  }

  /** INTEGER or ENUMERATED from 0 to 2^47; larger and negative ones are a fault here. */
  smallNumber(tag: number): number {
    const item = this.item(tag);
    const length = item.end - item.contentStart;
    if (this.fault !== null) return 0;
    if (length === 0 || length > 6 || this.#isPadded(item)) return this.#fault('number');
    if ((this.bytes[item.contentStart] ?? 0) >= 0x80) return this.#fault('negative number');
    return this.numberIn(item);
  }

  /** Content as an unsigned number. */
  numberIn(item: DerItem): number {
    let value = 0;
    for (let at = item.contentStart; at < item.end; at += 1) value = value * 256 + (this.bytes[at] ?? 0);
    return value;
  }

  /** BOOLEAN. X.690 §11.1 demands 0xff for true; the callers say where devices are known to send something else. */
  boolean(tolerant = false): boolean {
    const item = this.item(0x01);
    if (this.fault !== null) return false;
    const value = this.bytes[item.contentStart];
    const isExact = value === 0 || value === 0xff || tolerant;
    if (item.end - item.contentStart !== 1 || !isExact) this.fail('boolean');
    return this.fault === null && value !== 0;
  }

  /** OBJECT IDENTIFIER in dotted form. */
  objectIdentifier(): string {
    const item = this.item(0x06);
    if (this.fault !== null) return '';
    const { bytes } = this;
    let [dotted, value, octets] = ['', 0, 0];
    for (let at = item.contentStart; at < item.end; at += 1) {
      const byte = bytes[at] ?? 0;
      if ((octets === 0 && byte === 0x80) || octets === OID_ARC_OCTETS_MAX) return this.#noIdentifier();
      value = value * 128 + (byte & 0x7f);
      octets += 1;
      if (byte >= 0x80) continue;
      dotted = dotted === '' ? firstArcs(value) : `${dotted}.${value}`;
      [value, octets] = [0, 0];
    }
    return octets !== 0 || dotted === '' ? this.#noIdentifier() : dotted;
  }

  /** BIT STRING of whole octets: keys and signatures. */
  bitString(): Uint8Array {
    const item = this.item(0x03);
    if (this.fault === null && this.bytes[item.contentStart] !== 0) this.fail('bit string');
    if (this.fault === null && item.end === item.contentStart) this.fail('bit string');
    return this.bytes.subarray(Math.min(item.contentStart + 1, item.end), item.end);
  }

  #noIdentifier(): string {
    this.fail('object identifier');
    return '';
  }

  #fault(reason: string): number {
    this.fail(reason);
    return 0;
  }

  /** X.690 §8.3.2: nine equal leading bits are one octet too many. */
  #isPadded(item: DerItem): boolean {
    const [first = 0, second = 0] = [this.bytes[item.contentStart], this.bytes[item.contentStart + 1]];
    return item.end - item.contentStart > 1 && first === 0 && second < 0x80;
  }

  #isNext(tag: number): boolean {
    if (tag <= 0xff) return this.bytes[this.#at] === tag;
    const at = this.#at;
    const next = this.#tag();
    this.#at = at;
    return next === tag;
  }

  #octet(): number {
    const octet = this.#at < this.#end ? this.bytes[this.#at] : undefined;
    this.#at += 1;
    if (octet === undefined) this.fail('truncated');
    return octet ?? 0;
  }

  #tag(): number {
    const first = this.#octet();
    if ((first & 0x1f) !== 0x1f) return first;
    let number = 0;
    let octet = 0x80;
    for (let octets = 0; octet >= 0x80; octets += 1) {
      octet = this.#octet();
      if ((octets === 0 && octet === 0x80) || octets > 2) return this.#fault('tag');
      number = number * 128 + (octet & 0x7f);
    }
    return number < 31 || number > TAG_NUMBER_MAX ? this.#fault('tag') : first * 0x1_0000 + number;
  }

  #length(): number {
    const first = this.#octet();
    if (first < 0x80) return first;
    const octets = first & 0x7f;
    // Zero octets is the indefinite form of BER.
    if (octets === 0 || octets > LENGTH_OCTETS_MAX) return this.#fault('length');
    let length = 0;
    for (let index = 0; index < octets; index += 1) length = length * 256 + this.#octet();
    const shortest = length >= 0x80 && length >= 256 ** (octets - 1);
    return shortest ? length : this.#fault('length');
  }
}

/** X.690 §8.19.4: the first two arcs share a number; only below arc 2 the second one may be 40 or more. */
function firstArcs(value: number): string {
  const first = Math.min(2, Math.floor(value / 40));
  return `${first}.${value - first * 40}`;
}
