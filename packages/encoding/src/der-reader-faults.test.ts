import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { derExplicit, derInteger, derItem, derObjectIdentifier, derTags } from './der.ts';
import { contextTag, DerReader } from './der-reader.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
/** Every item of one level, as tag and content; or what is wrong, and where. */
function itemsOf(bytes: Uint8Array): unknown {
  const reader = new DerReader(bytes);
  const items: [number, string][] = [];
  while (reader.hasMore()) {
    const item = reader.any();
    items.push([item.tag, Buffer.from(reader.content(item)).toString('hex')]);
  }
  return reader.fault ?? items;
}
const filled = (head: string, length: number) => Uint8Array.of(...hex(head), ...new Uint8Array(length));

describe('DER: tags and lengths', () => {
  for (const [bytes, expected] of [
    ['', []],
    ['0500', [[5, '']]],
    [
      '0500 040107',
      [
        [5, ''],
        [4, '07'],
      ],
    ],
    ['a003020101', [[0xa0, '020101']]],
    ['bf1f00', [[0xbf_001f, '']]],
    ['bf7f00', [[0xbf_007f, '']]],
    ['bf810000', [[0xbf_0080, '']]],
    ['bfffff7f00', 'tag at 4'],
    ['bf83ff7f00', [[0xbf_ffff, '']]],
    ['bf84808000', 'tag at 5'],
    ['bf84800000', 'tag at 4'],
    ['bf80', 'tag at 2'],
    ['bf1e00', 'tag at 2'],
    ['bf0100', 'tag at 2'],
    ['bf', 'truncated at 2'],
    ['bf81', 'truncated at 3'],
    ['04', 'truncated at 2'],
    ['0401', 'truncated at 2'],
    ['0480', 'length at 2'],
    ['0481', 'truncated at 3'],
    ['048100', 'length at 3'],
    ['04817f', 'length at 3'],
    ['04820080', 'length at 4'],
    ['048200ff', 'length at 4'],
    ['0483000100', 'length at 5'],
    ['0483000200', 'length at 5'],
    ['048300ffff', 'length at 5'],
    ['04840000ffff', 'length at 2'],
    ['0484ffffffff', 'length at 2'],
    ['04ff', 'length at 2'],
    ['0481ff', 'truncated at 3'],
  ] as const) {
    test(bytes === '' ? 'nothing' : bytes, () => assert.deepEqual(itemsOf(hex(bytes)), expected));
  }

  for (const [head, length] of [
    ['047f', 127],
    ['048180', 128],
    ['0481ff', 255],
    ['04820100', 256],
    ['0482ffff', 65_535],
    ['0483010000', 65_536],
  ] as const) {
    test(`a content of ${length} bytes`, () => {
      const reader = new DerReader(filled(head, length));
      assert.equal(reader.content(reader.any()).length, length);
      assert.equal(reader.fault, null);
      assert.equal(reader.hasMore(), false);
      assert.equal(itemsOf(filled(head, length - 1)), `truncated at ${head.length / 2}`);
    });
  }
});

describe('DER: values', () => {
  const number = (bytes: string, tag = 0x02) => {
    const reader = new DerReader(hex(bytes));
    const value = reader.smallNumber(tag);
    return reader.fault ?? value;
  };
  for (const [bytes, expected] of [
    ['020100', 0],
    ['02017f', 127],
    ['02020080', 128],
    ['02020100', 256],
    ['02067fffffffffff', 0x7fff_ffff_ffff],
    ['0200', 'number at 2'],
    ['02020000', 'number at 4'],
    ['0202007f', 'number at 4'],
    ['020180', 'negative number at 3'],
    ['0202ff00', 'negative number at 4'],
    ['020701000000000000', 'number at 9'],
    ['0a0101', 'tag 10 instead of 2 at 3'],
  ] as const) {
    test(`number ${bytes}`, () => assert.equal(number(bytes), expected));
  }
  test('an enumerated is a number under another tag', () => assert.equal(number('0a0103', 0x0a), 3));

  const boolean = (bytes: string, tolerant = false) => {
    const reader = new DerReader(hex(bytes));
    const value = reader.boolean(tolerant);
    return reader.fault ?? value;
  };
  for (const [bytes, strict, tolerant] of [
    ['010100', false, false],
    ['0101ff', true, true],
    ['010101', 'boolean at 3', true],
    ['0100', 'boolean at 2', 'boolean at 2'],
    ['0102ffff', 'boolean at 4', 'boolean at 4'],
    ['020101', 'tag 2 instead of 1 at 3', 'tag 2 instead of 1 at 3'],
  ] as const) {
    test(`boolean ${bytes}`, () => assert.deepEqual([boolean(bytes), boolean(bytes, true)], [strict, tolerant]));
  }

  const identifier = (bytes: string) => {
    const reader = new DerReader(hex(bytes));
    const value = reader.objectIdentifier();
    return reader.fault ?? value;
  };
  for (const [bytes, expected] of [
    ['060100', '0.0'],
    ['060127', '0.39'],
    ['060128', '1.0'],
    ['06014f', '1.39'],
    ['060150', '2.0'],
    ['060178', '2.40'],
    ['06028837', '2.999'],
    ['06032a8648', '1.2.840'],
    ['06052a864886f7', 'object identifier at 7'],
    ['06062a864886f70d', '1.2.840.113549'],
    ['06022a00', '1.2.0'],
    ['06022a80', 'object identifier at 4'],
    ['06032a8001', 'object identifier at 5'],
    ['0600', 'object identifier at 2'],
    ['0602802a', 'object identifier at 4'],
    ['060781808080808000', '2.4398046511024'],
    ['06082affffffffffff7f', '1.2.562949953421311'],
    ['06092a81ffffffffffff7f', 'object identifier at 11'],
    ['050100', 'tag 5 instead of 6 at 3'],
  ] as const) {
    test(`object identifier ${bytes}`, () => assert.equal(identifier(bytes), expected));
  }

  const bitString = (bytes: string) => {
    const reader = new DerReader(hex(bytes));
    const value = Buffer.from(reader.bitString()).toString('hex');
    return reader.fault ?? value;
  };
  for (const [bytes, expected] of [
    ['0303000102', '0102'],
    ['030100', ''],
    ['0300', 'bit string at 2'],
    ['030000', 'bit string at 2'],
    ['03020180', 'bit string at 4'],
    ['040100', 'tag 4 instead of 3 at 3'],
  ] as const) {
    test(`bit string ${bytes}`, () => assert.equal(bitString(bytes), expected));
  }
});

describe('DER: levels', () => {
  test('an inner item ends where the outer one does', () => {
    const outer = new DerReader(hex('3003 0202 01 0500'));
    const inner = outer.open(derTags.sequence);
    inner.any();
    assert.equal(outer.fault, 'truncated at 4');
    assert.equal(outer.hasMore(), false);
    assert.deepEqual(outer.any(), { tag: 0, start: 0, contentStart: 0, end: 0 });
  });

  test('an outer item is where it was when an inner one has been read', () => {
    const outer = new DerReader(hex('3003 020107 0500'));
    const inner = outer.open(derTags.sequence);
    assert.equal(inner.smallNumber(derTags.integer), 7);
    inner.close();
    assert.equal(outer.peek(), derTags.null);
    assert.deepEqual(outer.any(), { tag: 5, start: 5, contentStart: 7, end: 7 });
    assert.equal(outer.peek(), 0);
    outer.close();
    assert.equal(outer.fault, null);
  });

  test('what was read can be read again from within, and whole', () => {
    const outer = new DerReader(hex('3003 020107'));
    const item = outer.any();
    assert.equal(outer.inside(item).smallNumber(derTags.integer), 7);
    assert.deepEqual(outer.whole(item), hex('3003 020107'));
    assert.deepEqual(outer.content(item), hex('020107'));
    assert.equal(outer.numberIn(item), 0x020107);
  });

  test('an optional item is taken when it is next', () => {
    const reader = new DerReader(
      Uint8Array.of(...derExplicit(600, derInteger(Uint8Array.of(7))), ...derInteger(Uint8Array.of(8))),
    );
    assert.equal(reader.optional(derTags.integer), null);
    assert.equal(reader.optional(contextTag(599)), null);
    assert.equal(reader.optional(contextTag(600))?.tag, contextTag(600));
    assert.equal(reader.optional(contextTag(600)), null);
    assert.equal(reader.optional(derTags.integer)?.tag, derTags.integer);
    assert.equal(reader.optional(derTags.integer), null);
    assert.equal(reader.fault, null);
  });

  test('an optional item after a fault is none', () => {
    const reader = new DerReader(hex('020101'));
    reader.fail('first');
    reader.fail('second');
    assert.equal(reader.optional(derTags.integer), null);
    assert.equal(reader.peek(), 0);
    assert.equal(reader.fault, 'first at 0');
    assert.equal(reader.smallNumber(derTags.integer), 0);
    assert.equal(reader.boolean(), false);
    assert.equal(reader.objectIdentifier(), '');
    assert.equal(reader.bitString().length, 0);
    reader.close();
    assert.equal(reader.fault, 'first at 0');
  });

  test('something left over is a fault', () => {
    const reader = new DerReader(hex('0500'));
    reader.close();
    assert.equal(reader.fault, 'more than expected at 0');
  });
});

describe('DER: what is written', () => {
  test('the tags are those of X.680 §8.4', () => {
    assert.deepEqual(derTags, {
      boolean: 1,
      integer: 2,
      bitString: 3,
      octetString: 4,
      null: 5,
      objectIdentifier: 6,
      enumerated: 10,
      utf8String: 12,
      sequence: 0x30,
      set: 0x31,
      printableString: 19,
      teletexString: 20,
      ia5String: 22,
      utcTime: 23,
      generalizedTime: 24,
      bmpString: 30,
    });
  });

  for (const [number, tag, head] of [
    [0, 0xa0, 'a000'],
    [30, 0xbe, 'be00'],
    [31, 0xbf_001f, 'bf1f00'],
    [127, 0xbf_007f, 'bf7f00'],
    [128, 0xbf_0080, 'bf810000'],
    [600, 0xbf_0258, 'bf845800'],
    [16_384, 0xbf_4000, 'bf81800000'],
  ] as const) {
    test(`[${number}] EXPLICIT`, () => {
      assert.equal(contextTag(number), tag);
      assert.equal(Buffer.from(derExplicit(number)).toString('hex'), head);
    });
  }

  for (const [magnitude, written] of [
    ['', '020100'],
    ['00', '020100'],
    ['0000', '020100'],
    ['01', '020101'],
    ['7f', '02017f'],
    ['80', '02020080'],
    ['0080', '02020080'],
    ['000001', '020101'],
    ['0100', '02020100'],
  ] as const) {
    test(`INTEGER ${magnitude}`, () => assert.equal(Buffer.from(derInteger(hex(magnitude))).toString('hex'), written));
  }

  for (const [length, head] of [
    [0, '0400'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_536, '0483010000'],
  ] as const) {
    test(`a length of ${length}`, () => {
      const written = derItem(derTags.octetString, new Uint8Array(length));
      assert.equal(Buffer.from(written.subarray(0, head.length / 2)).toString('hex'), head);
      assert.equal(written.length, head.length / 2 + length);
    });
  }

  for (const [dotted, written] of [
    ['0.0', '060100'],
    ['1.2.840', '06032a8648'],
    ['2.999.127.128.16384', '06088837 7f 8100 818000'],
  ] as const) {
    test(`OBJECT IDENTIFIER ${dotted}`, () =>
      assert.equal(Buffer.from(derObjectIdentifier(dotted)).toString('hex'), written.replaceAll(' ', '')));
  }
});
