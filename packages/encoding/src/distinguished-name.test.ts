import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { concatBytes } from './bytes.ts';
import { derItem, derNull, derObjectIdentifier, derSequence } from './der.ts';
import { nameText, readName } from './distinguished-name.ts';

const text = (value: string) => new TextEncoder().encode(value);
const pair = (oid: string, value: Uint8Array, ...more: readonly Uint8Array[]) =>
  derSequence(derObjectIdentifier(oid), value, ...more);
const rdn = (...pairs: readonly Uint8Array[]) => derItem(0x31, ...pairs);
const utf8 = (value: string) => derItem(0x0c, text(value));
const commonName = (value: Uint8Array) => derSequence(rdn(pair('2.5.4.3', value)));
const readValue = (value: Uint8Array) => readName(commonName(value))?.[0]?.value;
const shown = (value: string) => nameText([{ type: '2.5.4.3', value, rdn: 0 }]);

describe('distinguished names', () => {
  test('attributes in their order, each with the number of its relative name', () => {
    const name = derSequence(
      rdn(pair('2.5.4.6', utf8('SE')), pair('2.5.4.10', utf8('Acme'))),
      rdn(pair('2.5.4.3', utf8('x'))),
    );
    assert.deepEqual(readName(name), [
      { type: '2.5.4.6', value: 'SE', rdn: 0 },
      { type: '2.5.4.10', value: 'Acme', rdn: 0 },
      { type: '2.5.4.3', value: 'x', rdn: 1 },
    ]);
    assert.deepEqual(readName(derSequence()), []);
  });

  for (const [what, value, read] of [
    ['UTF-8', utf8('ü'), 'ü'],
    ['a printable string', derItem(0x13, text('abc')), 'abc'],
    ['an IA5 string', derItem(0x16, Uint8Array.of(0x61, 0xfc)), 'aü'],
    ['a teletex string', derItem(0x14, Uint8Array.of(0xfc)), 'ü'],
    ['a BMP string', derItem(0x1e, Uint8Array.of(0, 0x61, 0, 0xfc)), 'aü'],
    ['a BMP string of odd length', derItem(0x1e, Uint8Array.of(0, 0x61, 0)), '#006100'],
    ['an empty BMP string', derItem(0x1e), ''],
    ['a number', derItem(0x02, Uint8Array.of(1, 0xff)), '#01ff'],
    ['nothing', derItem(0x05), '#'],
  ] as const) {
    test(`${what} as a value`, () => assert.equal(readValue(value), read));
  }

  for (const [what, name] of [
    ['nothing', new Uint8Array()],
    ['another tag', derItem(0x31)],
    ['bytes after the name', concatBytes(derSequence(), derNull())],
    ['an empty relative name', derSequence(rdn())],
    ['an empty relative name after others', derSequence(rdn(pair('2.5.4.3', utf8('x'))), rdn())],
    ['a sequence for a relative name', derSequence(pair('2.5.4.3', utf8('x')))],
    ['an attribute without a value', derSequence(rdn(derSequence(derObjectIdentifier('2.5.4.3'))))],
    ['an attribute with two values', derSequence(rdn(pair('2.5.4.3', utf8('x'), utf8('y'))))],
    ['an attribute without a type', derSequence(rdn(derSequence(utf8('x'))))],
  ] as const) {
    test(`${what} is no name`, () => assert.equal(readName(name), null));
  }

  test('is written with the short names that people know', () => {
    assert.equal(
      nameText([
        { type: '2.5.4.6', value: 'SE', rdn: 0 },
        { type: '2.5.4.3', value: 'Acme', rdn: 1 },
        { type: '2.999.1', value: 'x', rdn: 2 },
      ]),
      'C=SE, CN=Acme, 2.999.1=x',
    );
    assert.equal(nameText([]), '');
  });

  for (const [value, expected] of [
    ['a b~', 'CN=a b~'],
    ['Ångström', 'CN=Ångström'],
    ['a\nb', 'CN=a\\u{a}b'],
    ['\u0000', 'CN=\\u{0}'],
    ['\u007f', 'CN=\\u{7f}'],
    ['\u202e', 'CN=\\u{202e}'],
    ['\u{e0001}', 'CN=\\u{e0001}'],
  ] as const) {
    test(`shows ${JSON.stringify(value)} as ${expected}`, () => assert.equal(shown(value), expected));
  }

  test('is cut after 256 characters', () => {
    assert.equal(shown('a'.repeat(253)), `CN=${'a'.repeat(253)}`);
    assert.equal(shown('a'.repeat(254)), `CN=${'a'.repeat(253)}…`);
  });
});
