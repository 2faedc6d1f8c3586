import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMaker, seededRandom } from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { makeTrustData, parseTrustFile } from './trust-data.ts';

const at = instant(Date.UTC(2026, 10, 20));
const maker = createMaker({ name: 'Acme', aaguids: [], random: seededRandom('trust file'), at });
const good = {
  aaguid: '11111111-2222-3333-4444-555555555555',
  name: 'Acme Key',
  kind: 'security-key',
  roots: [maker.root.pem],
};

describe('a file of trusted models', () => {
  test('gives models, with AAGUIDs in lower case', () => {
    const aaguid = 'ABCDEF01-2222-3333-4444-555555555555';
    const parsed = parseTrustFile({
      models: [good, { ...good, aaguid, roots: [`${maker.root.pem}${maker.root.pem}`] }],
    });
    assert.ok(parsed.ok);
    const trust = makeTrustData({ models: parsed.value, digest: 'abc', at });
    assert.equal(trust.digest, 'abc');
    assert.deepEqual(trust.models.get(good.aaguid)?.anchors, [maker.root.base64url]);
    assert.equal(trust.models.get(aaguid.toLowerCase())?.anchors.length, 2);
    assert.equal(trust.knownNames.get('53414d53-554e-4700-0000-000000000000')?.name, 'Samsung Pass');
  });

  test('an empty list is no mistake', () => {
    assert.ok(parseTrustFile({ models: [] }).ok);
  });

  for (const [what, content, path] of [
    ['nothing', null, ''],
    ['a list', [], ''],
    ['no models', {}, 'models'],
    ['an unknown key', { models: [], modells: [] }, 'modells'],
    ['an entry that is text', { models: ['x'] }, 'models[0]'],
    ['an unknown key of an entry', { models: [{ ...good, root: 'x' }] }, 'models[0].root'],
    ['an AAGUID that is none', { models: [{ ...good, aaguid: '1111' }] }, 'models[0].aaguid'],
    ['the AAGUID zero', { models: [{ ...good, aaguid: '00000000-0000-0000-0000-000000000000' }] }, 'models[0].aaguid'],
    ['an empty name', { models: [{ ...good, name: ' ' }] }, 'models[0].name'],
    ['an unknown kind', { models: [{ ...good, kind: 'key' }] }, 'models[0].kind'],
    ['no roots', { models: [{ ...good, roots: [] }] }, 'models[0].roots'],
    ['a root that is no PEM', { models: [{ ...good, roots: ['x'] }] }, 'models[0].roots[0]'],
    [
      'a root that is no certificate',
      { models: [{ ...good, roots: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'] }] },
      'models[0].roots[0]',
    ],
    ['an AAGUID twice', { models: [good, good] }, 'models'],
  ] as const) {
    test(`refuses ${what}`, () => {
      const parsed = parseTrustFile(content);
      assert.deepEqual(parsed.ok ? 'accepted' : parsed.error.map((error) => error.path), [path]);
    });
  }

  test('tells every mistake at once', () => {
    const parsed = parseTrustFile({ models: [{ aaguid: 'x', name: 1, kind: 'y', roots: 'z', more: 1 }] });
    assert.equal(parsed.ok ? 0 : parsed.error.length, 5);
  });

  test('any JSON is parsed or refused, and nothing throws', () => {
    const entry = fc.record({
      aaguid: fc.jsonValue(),
      name: fc.jsonValue(),
      kind: fc.jsonValue(),
      roots: fc.jsonValue(),
    });
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.record({ models: fc.array(entry) })),
        (content) => void parseTrustFile(content),
      ),
    );
  });
});
