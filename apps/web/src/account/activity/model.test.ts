import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ActivityPage, eventsOf, type OwnEvent, outcomeOf } from './model.ts';

const event = (id: string): OwnEvent => ({
  id,
  at: 0,
  type: 'sign_in.succeeded',
  outcome: 'success',
  text: 'You signed in.',
  address: null,
  browser: 'Chrome',
});
const page = (ids: string[], next: string | null): ActivityPage => ({
  items: ids.map(event),
  next,
  total: 3,
  totalIsExact: true,
});

describe('one’s own activity', () => {
  test('an event that moved onto the next page is shown once, where it first stood', () => {
    const events = eventsOf([page(['a', 'b'], 'x'), page(['b', 'c'], null)]);
    assert.deepEqual(
      events.map(({ id }) => id),
      ['a', 'b', 'c'],
    );
  });

  test('an outcome this page does not know is not shown as a success', () => {
    assert.deepEqual(
      ['success', 'refused', 'failed', 'new'].map((outcome) => outcomeOf({ outcome })),
      ['success', 'refused', 'failed', 'failed'],
    );
  });
});
