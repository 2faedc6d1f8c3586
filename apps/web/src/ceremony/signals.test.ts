import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { signalAccepted, signalUnknown } from './signals.ts';

type Global = { PublicKeyCredential?: unknown };

describe('telling the browser what the server knows', () => {
  afterEach(() => {
    delete (globalThis as Global).PublicKeyCredential;
  });
  const accepted = { rpId: 'example.com', userId: 'AA', allAcceptedCredentialIds: ['a'] };

  test('a browser without the methods is left alone', async () => {
    assert.equal(await signalAccepted(accepted), false);
    (globalThis as Global).PublicKeyCredential = class {};
    assert.equal(await signalAccepted(accepted), false);
  });

  test('a browser that refuses changes nothing', async () => {
    (globalThis as Global).PublicKeyCredential = {
      signalAllAcceptedCredentials: () => Promise.reject(new TypeError('no')),
    };
    assert.equal(await signalAccepted(accepted), false);
  });

  test('the permanent signal is sent only when the server said that no account has the key', async () => {
    const sent: unknown[] = [];
    (globalThis as Global).PublicKeyCredential = {
      signalUnknownCredential: async (options: unknown) => sent.push(options),
    };
    assert.equal(await signalUnknown({ unknown: false, rpId: 'example.com' }, 'key'), false);
    assert.deepEqual(sent, []);
    assert.equal(await signalUnknown({ unknown: true, rpId: 'example.com' }, 'key'), true);
    assert.deepEqual(sent, [{ rpId: 'example.com', credentialId: 'key' }]);
  });
});
