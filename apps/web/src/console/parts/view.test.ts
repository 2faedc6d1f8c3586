import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { viewOf } from './view.ts';

const none = (rows: readonly number[]) => rows.length === 0;

describe('the state of a screen', () => {
  test('loading until something arrives', () => {
    assert.deepEqual(viewOf({ data: undefined, error: null, isError: false }), { at: 'loading' });
  });
  test('failed where there is nothing to show', () => {
    const error = new Error('x');
    assert.deepEqual(viewOf({ data: undefined, error, isError: true }), { at: 'failed', error });
  });
  test('a failed renewal keeps what was there', () => {
    assert.deepEqual(viewOf({ data: [1], error: new Error('x'), isError: true }, none), { at: 'full', data: [1] });
  });
  test('empty is a state of its own', () => {
    assert.deepEqual(viewOf({ data: [], error: null, isError: false }, none), { at: 'empty' });
  });
});
