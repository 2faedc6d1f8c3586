import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dropToken, placeOfToken, type TabStorage, takeToken } from './invitation-token.ts';

const token = 'abcdefghijklmnopqrstuvwxyz_-0123';

function tab(): TabStorage {
  const held = new Map<string, string>();
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
  };
}
const closed: TabStorage = {
  getItem: () => {
    throw new DOMException('', 'SecurityError');
  },
  setItem: () => {
    throw new DOMException('', 'QuotaExceededError');
  },
  removeItem: () => {
    throw new DOMException('', 'SecurityError');
  },
};

describe('the token of an invitation', () => {
  test('is taken from the address once and survives a reload', () => {
    const storage = tab();
    assert.equal(takeToken(token, storage), token);
    assert.equal(takeToken(placeOfToken, storage), token);
  });

  test('is gone after use', () => {
    const storage = tab();
    takeToken(token, storage);
    dropToken(storage);
    assert.equal(takeToken(placeOfToken, storage), undefined);
  });

  test('another link opened in the same tab counts, not the one before', () => {
    const storage = tab();
    takeToken(token, storage);
    takeToken(`${token}2`, storage);
    assert.equal(takeToken(placeOfToken, storage), `${token}2`);
  });

  test('what cannot be a token is none, and is not kept', () => {
    const storage = tab();
    for (const odd of ['', 'short', 'x'.repeat(129), `${token}%2F`, `${token} `]) {
      assert.equal(takeToken(odd, storage), undefined);
    }
    assert.equal(takeToken(placeOfToken, storage), undefined);
  });

  test('works without storage until the page is reloaded', () => {
    assert.equal(takeToken(token, closed), token);
    assert.equal(takeToken(placeOfToken, closed), undefined);
    dropToken(closed);
  });
});
