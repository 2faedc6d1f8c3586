import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../../api/client.ts';
import { refusal, summary } from './form.ts';

const refused = new ApiError(400, {
  error: 'username_taken',
  message: 'Another person has this username.',
  fields: [{ field: 'body/username', message: 'is taken' }],
});

describe('errors of a form', () => {
  test('the summary leads to the inputs', () => {
    assert.deepEqual(summary('person', { username: 'Wrong.', email: undefined }), [
      { inputId: 'person-username', message: 'Wrong.' },
    ]);
  });
  test('what the server says stands at its field', () => {
    const errors = { username: 'Another person has this username.' };
    assert.deepEqual(refusal(refused, ['username', 'email']), { errors, other: undefined });
  });
  test('a malformed request says field by field what is wrong', () => {
    const fields = [{ field: 'body/email', message: 'is too long' }];
    const malformed = new ApiError(400, { error: 'malformed_request', message: 'Malformed.', fields });
    assert.deepEqual(refusal(malformed, ['email']).errors, { email: 'is too long' });
  });
  test('what it says about no field of the form is said as a sentence', () => {
    assert.deepEqual(refusal(refused, ['email']), { errors: {}, other: 'Another person has this username.' });
  });
  test('somebody who cancels hears nothing', () => {
    const cancelled = Object.assign(new Error(), { name: 'cancelled' });
    assert.deepEqual(refusal(cancelled, []), { errors: {}, other: undefined });
  });
});
