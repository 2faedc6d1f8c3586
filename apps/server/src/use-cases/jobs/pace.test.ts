import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paceBy } from './pace.ts';

function watched() {
  const seen = { requests: 0, ms: 0 };
  return {
    seen,
    pace: paceBy(
      () => seen.requests,
      () => seen.ms,
    ),
  };
}

test('work goes on at once while hardly anybody asks', async () => {
  const { seen, pace } = watched();
  assert.equal(pace.isBusy(), false);
  await pace.rest(60_000);
  for (let tenth = 0; tenth < 50; tenth += 1) {
    seen.ms += 100;
    seen.requests += 1;
    assert.equal(pace.isBusy(), false, `after ${seen.ms} ms`);
  }
});

test('people who are served make it busy at once, and until they have been gone for a while', async () => {
  const { seen, pace } = watched();
  seen.requests += 5;
  assert.equal(pace.isBusy(), true);
  await pace.rest(1);
  seen.ms += 250;
  assert.equal(pace.isBusy(), true);
  seen.ms += 249;
  assert.equal(pace.isBusy(), true);
  seen.ms += 1;
  assert.equal(pace.isBusy(), false);
});

test('how long a window lasted does not matter, but how many asked in its time', () => {
  const { seen, pace } = watched();
  seen.ms += 10_000;
  seen.requests += 100;
  assert.equal(pace.isBusy(), false);
  seen.ms += 10_000;
  seen.requests += 1000;
  assert.equal(pace.isBusy(), true);
});
