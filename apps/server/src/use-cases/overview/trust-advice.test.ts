import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY_MS, instant } from '@holdfast/kernel';
import type { TrustView } from '../trust/read-trust.ts';
import { trustAdvice, trustSituation } from './trust-advice.ts';

const at = instant(Date.UTC(2026, 10, 20));
const source = { name: 'fido_metadata', url: 'https://mds.example/', problem: 'It is a page.' } as const;
const document = (state: 'fresh' | 'stale' | 'endless', signerValidUntil: number) => ({
  heading: { kind: 'metadata_blob', notes: { signerValidUntil } },
  freshness: { state, until: state === 'endless' ? null : at },
});
const seen = (sources: readonly object[], documents: readonly object[]) =>
  trustAdvice(trustSituation({ sources, documents } as unknown as TrustView, at));

describe('what to do about trust data', () => {
  const later = at + 60 * DAY_MS;
  test('is nothing while it is believed and fresh, or simply not reachable', () => {
    assert.deepEqual(seen([{ ...source, state: 'unreachable' }], [document('fresh', later)]), []);
    assert.deepEqual(seen([{ ...source, state: 'off', url: null }], [document('endless', later)]), []);
  });

  const cases = [
    [
      'trust_untrusted',
      'attention',
      [{ ...source, state: 'untrusted' }],
      [],
      /mds\.example.*It is a page\. What was known/,
    ],
    ['trust_stale', 'attention', [], [document('stale', later)], /FIDO metadata here was due by 2026-11-20/],
    ['trust_signer_ends', 'advice', [], [document('fresh', at + 29 * DAY_MS)], /until 2026-12-19/],
  ] as const;
  for (const [code, level, sources, documents, words] of cases) {
    test(`${code} is told apart from the others`, () => {
      const [only, ...more] = seen(sources, documents);
      assert.deepEqual([only?.code, only?.level, more.length], [code, level, 0]);
      assert.match(only?.text ?? '', words);
    });
  }
});
