import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Added, Wanted } from '../add-passkey/model.ts';
import { proceed, type Stage, type StageEvent, stepOf } from './model.ts';

const wanted = (missing: number, mayAdd = true): Wanted => ({
  allowedTypes: ['platform'],
  attestationRequired: false,
  attestationAsked: false,
  minimum: missing + 1,
  maximum: 5,
  have: 1,
  missing,
  mayAdd,
  todo: [],
});
const added = (missing: number, mayAdd = true): Added => ({
  credential: { id: 'a', name: 'Laptop', class: 'platform', evidence: 'claimed', model: null },
  wanted: wanted(missing, mayAdd),
  signal: { rpId: 'example.com', userId: 'AA', allAcceptedCredentialIds: ['a'] },
});
const through = (events: readonly StageEvent[]): Stage => events.reduce(proceed, { at: 'first' } as Stage);

describe('enrolment', () => {
  test('create, try, second, done', () => {
    const tried = through([
      { is: 'first_saved', added: added(1) },
      { is: 'tried', next: '/account' },
    ]);
    assert.equal(tried.at, 'second');
    const done = proceed(tried, { is: 'another_saved', added: added(0) });
    assert.ok(done.at === 'done' && done.next === '/account' && done.wanted.missing === 0);
  });

  test('no second passkey is offered when none is wanted, or none may be added', () => {
    for (const first of [added(0), added(1, false)]) {
      assert.equal(
        through([
          { is: 'first_saved', added: first },
          { is: 'tried', next: '/' },
        ]).at,
        'done',
      );
    }
  });

  test('when more are wanted still, another is offered', () => {
    const events: StageEvent[] = [
      { is: 'first_saved', added: added(2) },
      { is: 'tried', next: '/' },
    ];
    assert.equal(through([...events, { is: 'another_saved', added: added(1) }]).at, 'second');
  });

  test('skipping ends it and says what is still wanted', () => {
    const stage = through([{ is: 'first_saved', added: added(1) }, { is: 'tried', next: '/x' }, { is: 'skipped' }]);
    assert.ok(stage.at === 'done' && stage.wanted.missing === 1 && stage.next === '/x');
  });

  test('events that do not fit the stage change nothing', () => {
    const stages: Stage[] = [
      { at: 'first' },
      { at: 'try', added: added(1) },
      { at: 'second', wanted: wanted(1), next: '/' },
      { at: 'done', wanted: wanted(0), next: '/' },
    ];
    const fits = new Set(['first first_saved', 'try tried', 'second another_saved', 'second skipped']);
    const events: StageEvent[] = [
      { is: 'first_saved', added: added(0) },
      { is: 'tried', next: '/' },
      { is: 'another_saved', added: added(0) },
      { is: 'skipped' },
    ];
    for (const stage of stages) {
      for (const event of events) {
        assert.equal(proceed(stage, event) === stage, !fits.has(`${stage.at} ${event.is}`), `${stage.at} ${event.is}`);
      }
    }
  });

  test('counts the second passkey as a step only where it is wanted', () => {
    assert.deepEqual(stepOf({ at: 'first' }, wanted(0)), { step: 1, steps: 2 });
    assert.deepEqual(stepOf({ at: 'try', added: added(1) }, wanted(1)), { step: 2, steps: 3 });
    assert.deepEqual(stepOf({ at: 'done', wanted: wanted(0), next: '/' }, wanted(0)), { step: 2, steps: 2 });
  });
});
