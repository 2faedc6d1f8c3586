import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, parseListQuery } from './list-query.ts';

const spec = { status: ['active', 'invited'], group: 'text' } as const;

function parsed(text: string | undefined) {
  const result = parseListQuery(text, spec);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function refused(text: string) {
  const result = parseListQuery(text, spec);
  assert.ok(!result.ok);
  return result.error;
}

describe('the search language of lists', () => {
  test('nothing asks for everything', () => {
    assert.deepEqual(parsed(undefined), { words: [], filters: {} });
    assert.deepEqual(parsed('   '), { words: [], filters: {} });
  });

  test('splits words and filters, in any order', () => {
    assert.deepEqual(parsed('ana status:active  li'), { words: ['ana', 'li'], filters: { status: ['active'] } });
  });

  test('quotes hold spaces and colons together', () => {
    assert.deepEqual(parsed('group:"two words" "ana li" "status:odd"'), {
      words: ['ana li', 'status:odd'],
      filters: { group: ['two words'] },
    });
  });

  test('values of one filter are alternatives', () => {
    assert.deepEqual(parsed('status:active status:invited').filters, { status: ['active', 'invited'] });
  });

  test('words keep what LIKE would take for a wildcard, and upper-case names are no filters', () => {
    assert.deepEqual(parsed('100% a_b Status:x').words, ['100%', 'a_b', 'Status:x']);
  });

  for (const text of [
    'statsu:active',
    'status:gone',
    'status:',
    'group:""',
    'constructor:x',
    '__proto__:x',
    'urn:x',
    'a\0b',
    'a '.repeat(13),
  ]) {
    test(`refuses ${JSON.stringify(text)} and says where`, () => {
      const error = refused(text);
      assert.equal(error.code, 'list.filter_unknown');
      assert.equal(error.fields?.[0]?.field, 'querystring/q');
    });
  }

  test('the answer names what there is instead', () => {
    assert.match(refused('statsu:active').fields?.[0]?.message ?? '', /status, group/);
    assert.match(refused('status:gone').fields?.[0]?.message ?? '', /active, invited/);
  });

  test('never throws, and words never hold a quote pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ':', '"', ' ', '_', 'status', '\\', '%', '\0') }), (text) => {
        const result = parseListQuery(text, spec);
        if (result.ok) assert.ok(result.value.words.every((word) => word !== '' && !/^".*"$/.test(word)));
      }),
    );
  });
});

describe('cursors', () => {
  test('give back the keys that they were made of', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('\0') && text.isWellFormed()),
        fc.nat(),
        (name, number) => {
          assert.deepEqual(decodeCursor(encodeCursor([name, number]), ['string', 'number']), {
            ok: true,
            value: [name, number],
          });
        },
      ),
    );
  });

  test('no cursor is the first page', () => {
    assert.deepEqual(decodeCursor(undefined, ['string']), { ok: true, value: null });
  });

  const made = encodeCursor(['name', 7]);
  const bad = [
    ['of another list', encodeCursor(['name'])],
    ['with keys of other types', encodeCursor([7, 'name'])],
    ['with a key that is no whole number', encodeCursor(['name', 0.5])],
    ['with a key too many', encodeCursor(['name', 7, 7])],
    ['that is an object', Buffer.from('{"0":"name","1":7,"length":2}').toString('base64url')],
    ['that is not JSON', Buffer.from('["name",7').toString('base64url')],
    ['with another spelling', Buffer.from('["name", 7]').toString('base64url')],
    ['with something after it', `${made}AAAA`],
    ['with a character that no text has', encodeCursor(['na\0me', 7])],
    ['that is empty', ''],
  ] as const;
  for (const [what, text] of bad) {
    test(`refuses one ${what}`, () => {
      const result = decodeCursor(text, ['string', 'number']);
      assert.equal(result.ok ? 'accepted' : result.error.code, 'list.cursor_invalid');
    });
  }
});
