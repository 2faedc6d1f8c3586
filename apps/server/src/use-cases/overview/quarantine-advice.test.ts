import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { quarantineAdvice } from './quarantine-advice.ts';

const calm = { credentials: 0, withoutWayIn: 0, isJudgingAgain: false };
const told = (change: Partial<typeof calm>) =>
  quarantineAdvice({ ...calm, ...change }).map(({ level, title }) => `${level}: ${title}`);

describe('what is set aside', () => {
  test('is nothing where nothing is', () => assert.deepEqual(told({}), []));
  test('who cannot get in comes first, in numbers that read well', () => {
    assert.deepEqual(told({ credentials: 1, withoutWayIn: 1 }), [
      'attention: 1 person cannot get in',
      'attention: 1 passkey is quarantined',
    ]);
    assert.deepEqual(told({ credentials: 5, withoutWayIn: 2 }), [
      'attention: 2 people cannot get in',
      'attention: 5 passkeys are quarantined',
    ]);
  });
  test('that everything is being judged again is worth knowing, not more', () => {
    assert.deepEqual(told({ isJudgingAgain: true }), ['advice: Every passkey is being judged again']);
  });
});
