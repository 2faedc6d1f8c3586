import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseOverrides } from './parse-overrides.ts';

const good = { aaguid: '53414D53-554E-4700-0000-000000000000', syncs: true, why: 'Seen on two phones.' };

describe('the list of models that sync in spite of their flags', () => {
  test('is read alone or as a member, with AAGUIDs in lower case', () => {
    const expected = [
      { aaguid: good.aaguid.toLowerCase(), kind: 'synced', name: 'Samsung Pass', why: 'Seen on two phones.' },
    ];
    for (const content of [[{ ...good, name: 'Samsung Pass' }], { overrides: [{ ...good, name: 'Samsung Pass' }] }]) {
      const parsed = parseOverrides(content);
      assert.deepEqual(parsed.ok ? parsed.value : parsed.error, expected);
    }
    assert.deepEqual(parseOverrides([]), { ok: true, value: [] });
  });

  for (const [what, content, path] of [
    ['nothing', null, 'overrides'],
    ['text', 'x', 'overrides'],
    ['another member', { overrides: [], models: [] }, 'models'],
    ['more than there are models', Array.from({ length: 10_001 }, () => good), 'overrides'],
    ['an entry that is text', ['x'], 'overrides[0]'],
    ['an unknown key', [{ ...good, kind: 'platform' }], 'overrides[0].kind'],
    ['no AAGUID', [{ ...good, aaguid: undefined }], 'overrides[0].aaguid'],
    ['zeros', [{ ...good, aaguid: '00000000-0000-0000-0000-000000000000' }], 'overrides[0].aaguid'],
    ['a model that is said to stay inside', [{ ...good, syncs: false }], 'overrides[0].syncs'],
    ['no reason', [{ ...good, why: undefined }], 'overrides[0].why'],
    ['an empty reason', [{ ...good, why: ' ' }], 'overrides[0].why'],
    ['a name without end', [{ ...good, name: 'x'.repeat(501) }], 'overrides[0].name'],
    ['a model twice', [good, { ...good, aaguid: good.aaguid.toLowerCase() }], 'overrides'],
  ] as const) {
    test(`refuses ${what}`, () => {
      const parsed = parseOverrides(content);
      assert.deepEqual(parsed.ok ? 'accepted' : parsed.error.map((error) => error.path), [path]);
    });
  }

  test('whatever comes, never throws and never makes a model better', () => {
    fc.assert(
      fc.property(fc.anything(), (content) => {
        const parsed = parseOverrides(content);
        assert.ok(!parsed.ok || parsed.value.every(({ kind }) => kind === 'synced'));
      }),
    );
  });
});
