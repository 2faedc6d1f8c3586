import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { ResponseJson } from '../ceremony/browser.ts';
import { suggestName } from './suggest-name.ts';

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';

function created(transports: string[], attachment: string | null = null, aaguid = '0'.repeat(32)): ResponseJson {
  const data = Buffer.concat([Buffer.alloc(37, 1), Buffer.from(aaguid, 'hex'), Buffer.alloc(60)]);
  return {
    id: 'a',
    rawId: 'a',
    type: 'public-key',
    authenticatorAttachment: attachment,
    response: { transports, authenticatorData: data.toString('base64url') },
  };
}

describe('suggesting a name for a new passkey', () => {
  const rows: [string, ResponseJson, string, string][] = [
    [
      'a known password manager',
      created(['internal'], 'platform', 'bada5566a7aa401fbd9645619a55120d'),
      windows,
      '1Password',
    ],
    ['the device itself', created(['internal'], 'platform'), windows, 'Windows Hello'],
    [
      'the device itself, a Mac',
      created(['internal'], 'platform'),
      'Mozilla/5.0 (Macintosh; Intel Mac OS X)',
      'This Mac',
    ],
    [
      'an iPhone, which also says Mac OS X',
      created(['internal']),
      'Mozilla/5.0 (iPhone; like Mac OS X)',
      'This iPhone',
    ],
    ['a key', created(['nfc', 'usb'], 'cross-platform'), windows, 'Security key'],
    ['a phone nearby', created(['hybrid', 'internal'], 'cross-platform'), windows, 'Phone'],
    ['nothing known', created([]), 'Mozilla/5.0 (X11; Linux)', 'Passkey'],
  ];
  for (const [what, response, userAgent, name] of rows) {
    test(`${what}: ${name}`, () => assert.equal(suggestName(response, userAgent), name));
  }

  test('a name that is taken gets a number', () => {
    const key = created(['usb'], 'cross-platform');
    assert.equal(suggestName(key, windows, ['Security key', 'Security key 2']), 'Security key 3');
  });

  test('whatever a browser says, there is a name that can be saved', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.string(), (transports, authenticatorData, userAgent) => {
        const odd = { ...created([]), response: { transports, authenticatorData } } as unknown as ResponseJson;
        assert.match(suggestName(odd, userAgent), /^.{1,64}$/);
      }),
    );
  });
});
