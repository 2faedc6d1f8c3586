import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256Of } from './save-file.ts';

test('the SHA-256 of what is saved is the one that sha256sum prints', async () => {
  const { buffer } = new TextEncoder().encode('abc');
  assert.equal(await sha256Of(buffer), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
