import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesInWords } from './names.ts';

test('names stand in a sentence as a person would say them', () => {
  assert.equal(namesInWords(['Blue key']), '“Blue key”');
  assert.equal(namesInWords(['Blue key', 'Laptop', 'Phone']), '“Blue key”, “Laptop” and “Phone”');
});
