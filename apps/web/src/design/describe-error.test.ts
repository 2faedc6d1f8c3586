import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../api/client.ts';
import { describeError } from './describe-error.ts';

const refused = (status: number, error = 'refused') =>
  new ApiError(status, { error, message: 'The server’s sentence.', requestId: 'r-1' });

describe('describing what did not load', () => {
  test('keeps the server’s sentence and the reference', () => {
    const described = describeError(refused(500));
    assert.deepEqual([described.what, described.requestId], ['The server’s sentence.', 'r-1']);
  });

  test('a missing permission, a missing thing, no connection and a fault each say what to do next', () => {
    const next = [refused(403), refused(404), refused(0, 'unreachable'), refused(500)].map(
      (e) => describeError(e).next,
    );
    assert.equal(new Set(next).size, 4);
  });

  test('a fault of the page itself shows none of its inner words', () => {
    const described = describeError(new TypeError('undefined is not a function'));
    assert.doesNotMatch(Object.values(described).join(' '), /undefined is not|TypeError/);
    assert.equal(described.requestId, undefined);
  });
});
