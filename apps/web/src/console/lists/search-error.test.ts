import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../../api/client.ts';
import { searchError } from './search-error.ts';

const refused = (field: string) =>
  new ApiError(400, { error: 'invalid_request', message: 'm', fields: [{ field, message: 'There is no filter x.' }] });

describe('a search that the server cannot read', () => {
  test('is said at the search box', () => {
    assert.equal(searchError(refused('querystring/q')), 'There is no filter x.');
  });
  test('other failures are not about the search', () => {
    assert.equal(searchError(refused('querystring/cursor')), undefined);
    assert.equal(searchError(new Error('x')), undefined);
  });
});
