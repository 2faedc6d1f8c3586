import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../../api/client.ts';
import { refusal, summary } from './form.ts';

const refused = new ApiError(400, {
  error: 'invalid_request',
  message: 'Something is wrong.',
  fields: [{ field: 'username', message: 'Taken.' }],
});

describe('errors of a form', () => {
  test('the summary leads to the inputs', () => {
    assert.deepEqual(summary('person', { username: 'Wrong.', email: undefined }), [
      { inputId: 'person-username', message: 'Wrong.' },
    ]);
  });
  test('what the server says stands at its field', () => {
    assert.deepEqual(refusal(refused, ['username', 'email']), { errors: { username: 'Taken.' }, other: undefined });
  });
  test('what it says about no field of the form is said as a sentence', () => {
    assert.deepEqual(refusal(refused, ['email']), { errors: {}, other: 'Something is wrong.' });
  });
  test('somebody who cancels hears nothing', () => {
    const cancelled = Object.assign(new Error(), { name: 'cancelled' });
    assert.deepEqual(refusal(cancelled, []), { errors: {}, other: undefined });
  });
});
