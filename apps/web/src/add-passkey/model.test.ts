import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../api/client.ts';
import { type AddView, advance, beginning, nameProblem, refusedForGood } from './model.ts';

const response = { id: 'a', rawId: 'a', type: 'public-key', response: {} };
const saving: AddView = { at: 'saving', response, name: 'Laptop' };
const refusal = (status: number, error = 'refused', fields?: { field: string; message: string }[]) =>
  new ApiError(status, { error, message: 'A sentence.', ...(fields === undefined ? {} : { fields }) });

describe('creating a passkey', () => {
  test('goes from explaining over the browser’s dialog to naming and saving', () => {
    const asked = advance(beginning, { is: 'asked' });
    const created = advance(asked, { is: 'created', response, suggested: 'Security key' });
    assert.deepEqual(created, { at: 'naming', response, name: 'Security key' });
    assert.deepEqual(advance(created, { is: 'named', response, name: 'Laptop' }), saving);
  });

  test('a closed dialog leads back to the explanation, with what to do', () => {
    const view = advance({ at: 'creating' }, { is: 'failed', error: new DOMException('', 'NotAllowedError') });
    assert.ok(view.at === 'explaining' && view.outcome?.tone === 'quiet' && !view.another);
  });

  test('a passkey that the policy refuses is not asked to be saved again: another one is', () => {
    const view = advance(saving, { is: 'failed', error: refusal(403, 'passkey_not_allowed') });
    assert.ok(view.at === 'explaining' && view.another);
    assert.equal(view.outcome?.what, 'A sentence.');
  });

  test('a passkey that may be the right one, only too late, is not asked to be another one', () => {
    const view = advance(saving, { is: 'failed', error: refusal(400, 'ceremony_expired') });
    assert.ok(view.at === 'explaining' && !view.another);
  });

  for (const [what, error] of [
    ['no connection', refusal(0, 'unreachable')],
    ['a fault of the server', refusal(503)],
    ['too many requests', refusal(429)],
    ['a name that is not accepted', refusal(400, 'invalid', [{ field: 'name', message: 'No.' }])],
  ] as const) {
    test(`${what} while saving loses neither the passkey nor its name`, () => {
      const view = advance(saving, { is: 'failed', error });
      assert.ok(view.at === 'naming');
      assert.deepEqual([view.name, view.response], ['Laptop', response]);
      assert.equal(refusedForGood(error), false);
    });
  }

  test('opening again forgets how the last attempt ended', () => {
    const failed = advance(saving, { is: 'failed', error: refusal(422) });
    assert.deepEqual(advance(failed, { is: 'opened' }), beginning);
  });
});

describe('the name of a passkey', () => {
  test('is needed, bounded and visible', () => {
    assert.match(nameProblem('  ') ?? '', /Give/);
    assert.match(nameProblem('x'.repeat(65)) ?? '', /longer/);
    assert.match(nameProblem('a\u0007b') ?? '', /characters/);
    assert.equal(nameProblem('x'.repeat(64)), undefined);
  });
});
