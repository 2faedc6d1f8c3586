import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { newSessionToken, sessionKey } from './session-token.ts';

const bytes = fc.uint8Array({ minLength: 26, maxLength: 26 });
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 }).map((ms) => instant(ms));

describe('tokens of sessions', () => {
  test('have the shape that the cookie must have, whatever the time and the bytes', () => {
    fc.assert(
      fc.property(bytes, time, (random, at) => {
        assert.match(
          newSessionToken(() => random, at),
          /^[A-Za-z0-9_-]{43}$/,
        );
      }),
    );
  });

  test('ask for 26 random bytes, and all of them count', () => {
    const asked: number[] = [];
    const tokens = Array.from({ length: 26 }, (_, changed) =>
      newSessionToken((count) => {
        asked.push(count);
        return new Uint8Array(count).with(changed, 1);
      }, instant(1)),
    );
    assert.deepEqual(new Set(asked), new Set([26]));
    assert.equal(new Set(tokens.map(sessionKey)).size, 26);
  });

  test('are stored under keys in the order of time that do not hold the secret', () => {
    fc.assert(
      fc.property(bytes, bytes, time, time, (one, other, at, later) => {
        const [first, second] = [newSessionToken(() => one, at), newSessionToken(() => other, later)];
        const [a, b] = [sessionKey(first), sessionKey(second)];
        assert.match(a, /^[0-9a-f]{64}$/);
        if (at !== later) assert.equal(a < b, at < later);
        assert.ok(!a.includes(Buffer.from(one).toString('hex')));
      }),
    );
  });

  test('a token with one letter changed has another key', () => {
    const token = newSessionToken(() => new Uint8Array(26).fill(7), instant(1_800_000_000_000));
    const keys = [...token].map((letter, at) =>
      sessionKey(`${token.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`),
    );
    assert.equal(new Set([sessionKey(token), ...keys]).size, 44);
  });
});
