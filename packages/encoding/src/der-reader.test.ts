import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  derBitString,
  derExplicit,
  derInteger,
  derItem,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derTags,
} from './der.ts';
import { contextTag, DerReader } from './der-reader.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const faultOf = (read: (reader: DerReader) => void, bytes: Uint8Array) => {
  const reader = new DerReader(bytes);
  read(reader);
  return reader.fault;
};

describe('DER reader (X.690 §10)', () => {
  test('reads what our writer writes, level by level', () => {
    const reader = new DerReader(
      derSequence(
        derInteger(Uint8Array.of(0x80)),
        derObjectIdentifier('2.999.1'),
        derExplicit(3, derOctetString(Uint8Array.of(1, 2))),
        derExplicit(724, derInteger(Uint8Array.of(9))),
        derBitString(Uint8Array.of(7)),
      ),
    );
    const fields = reader.open(derTags.sequence);
    reader.close();
    assert.equal(fields.smallNumber(derTags.integer), 128);
    assert.equal(fields.objectIdentifier(), '2.999.1');
    assert.equal(fields.optional(contextTag(2)), null);
    const third = fields.open(contextTag(3));
    assert.deepEqual(third.content(third.item(derTags.octetString)), Uint8Array.of(1, 2));
    assert.equal(fields.optional(contextTag(723)), null);
    assert.equal(fields.open(contextTag(724)).smallNumber(derTags.integer), 9);
    assert.deepEqual(fields.bitString(), Uint8Array.of(7));
    fields.close();
    assert.equal(reader.fault, null);
  });

  for (const [what, bytes] of [
    ['nothing at all', ''],
    ['a tag alone', '30'],
    ['content that is cut short', '3003 0201'],
    ['an indefinite length', '3080 0201 01 0000'],
    ['a length that is not the shortest', '3081 03 020101'],
    ['a length with a leading zero', '308200 03 020101'],
    ['a length of four octets', '3084 00000003 020101'],
    ['a tag number that is not the shortest', 'bf80 8448 00'],
    ['a tag number that fits into the first octet', 'bf1e 00'],
    ['a tag number of four octets', 'bf8181 8100 00'],
    ['a tag number without an end', 'bf81'],
  ] as const) {
    test(`refuses ${what}`, () => {
      assert.notEqual(
        faultOf((reader) => reader.any(), hex(bytes)),
        null,
      );
    });
  }

  test('an item may not reach over the end of what contains it', () => {
    const bytes = hex('3005 3003 020201 01');
    const fault = faultOf((reader) => reader.open(0x30).open(0x30).any(), bytes);
    assert.match(fault ?? '', /truncated/);
  });

  for (const [what, bytes] of [
    ['an integer without octets', '0200'],
    ['a padded integer', '0202 0001'],
    ['a negative integer', '0201 80'],
    ['an integer of seven octets', '0207 01000000000000'],
  ] as const) {
    test(`refuses ${what} where a small number is wanted`, () => {
      assert.notEqual(
        faultOf((reader) => reader.smallNumber(derTags.integer), hex(bytes)),
        null,
      );
    });
  }

  for (const bytes of ['0600', '0602 2a80', '0603 2a8001', '060a 2a 81818181818181 8101']) {
    test(`refuses the object identifier ${bytes}`, () => {
      assert.notEqual(
        faultOf((reader) => reader.objectIdentifier(), hex(bytes)),
        null,
      );
    });
  }

  test('object identifiers survive writing and reading', () => {
    const arcs = fc
      .tuple(fc.nat(1), fc.nat(39))
      .chain((top) => fc.array(fc.nat(), { maxLength: 6 }).map((rest) => [...top, ...rest]));
    fc.assert(
      fc.property(arcs, (numbers) => {
        const dotted = numbers.join('.');
        assert.equal(new DerReader(derObjectIdentifier(dotted)).objectIdentifier(), dotted);
      }),
    );
  });

  test('TRUE is 0xff, unless the caller tolerates what devices send', () => {
    const one = derItem(derTags.boolean, Uint8Array.of(1));
    assert.notEqual(
      faultOf((reader) => reader.boolean(), one),
      null,
    );
    assert.equal(new DerReader(one).boolean(true), true);
    assert.equal(new DerReader(derItem(derTags.boolean, Uint8Array.of(0))).boolean(), false);
    assert.notEqual(
      faultOf((reader) => reader.boolean(true), hex('0102 0101')),
      null,
    );
  });

  test('a bit string is of whole octets', () => {
    for (const bytes of ['0300', '0302 0180', '0402 0080']) {
      assert.notEqual(
        faultOf((reader) => reader.bitString(), hex(bytes)),
        null,
      );
    }
  });

  test('the first fault stays, and ends every loop', () => {
    const reader = new DerReader(hex('3003 020101 ffff'));
    const inner = reader.open(0x31);
    const first = reader.fault;
    assert.ok(first !== null);
    reader.any();
    assert.equal(reader.hasMore() || inner.hasMore(), false);
    assert.equal(inner.fault, first);
  });

  test('any bytes are read or refused; nothing throws and every loop ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const reader = new DerReader(bytes);
        while (reader.hasMore()) {
          const item = reader.any();
          const inner = reader.inside(item);
          inner.objectIdentifier();
          reader.optional(contextTag(700));
        }
      }),
      { numRuns: 500 },
    );
  });
});
