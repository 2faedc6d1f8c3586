import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paceBy } from './pace.ts';

test('work goes on at once while nobody asks, and rests when somebody did', async () => {
  let requests = 0;
  const pace = paceBy(() => requests);
  assert.equal(pace.isBusy(), false);
  await pace.rest(60_000);
  requests += 1;
  assert.equal(pace.isBusy(), true);
  await pace.rest(1);
  assert.equal(pace.isBusy(), true);
});
