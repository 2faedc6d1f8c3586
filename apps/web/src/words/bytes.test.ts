import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesText } from './bytes.ts';

test('sizes are told in the largest unit that fits', () => {
  assert.deepEqual(
    [0, 1, 999, 1000, 9_412_345, 2_500_000_000].map((bytes) => bytesText(bytes)),
    ['0 bytes', '1 byte', '999 bytes', '1 kB', '9.4 MB', '2.5 GB'],
  );
});
