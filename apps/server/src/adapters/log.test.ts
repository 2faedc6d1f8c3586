import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { jsonLog, lineSink } from './log.ts';

function messages(written: readonly string[]): readonly string[][] {
  return written.map((text) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => (JSON.parse(line) as { message: string }).message),
  );
}

test('lines of one turn are written together by its end', async () => {
  const written: string[] = [];
  const log = jsonLog(
    'info',
    lineSink((text) => written.push(text)),
  );
  log.info({}, 'one');
  log.info({}, 'two');
  assert.deepEqual(written, []);
  await nextTurn();
  log.info({}, 'three');
  await nextTurn();
  assert.deepEqual(messages(written), [['one', 'two'], ['three']]);
});

test('an error is out at once, behind what was logged before it', async () => {
  const written: string[] = [];
  const log = jsonLog(
    'info',
    lineSink((text) => written.push(text)),
  );
  log.info({}, 'before');
  log.error({}, 'wrong');
  assert.deepEqual(messages(written), [['before', 'wrong']]);
  await nextTurn();
  assert.equal(written.length, 1);
});

test('at level error nothing else is logged', async () => {
  const written: string[] = [];
  const log = jsonLog(
    'error',
    lineSink((text) => written.push(text)),
  );
  log.info({}, 'quiet');
  await nextTurn();
  log.error({}, 'loud');
  assert.deepEqual(messages(written), [['loud']]);
});
