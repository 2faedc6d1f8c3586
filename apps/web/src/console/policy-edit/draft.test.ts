import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Draft, isChanged, isCompared, isSameStart, jobOf, newDraft, readDraft, type Start } from './draft.ts';

const start: Start = { at: 'force', version: 3 };

describe('a draft of the policy', () => {
  test('what was asked about it belongs to the text that it was asked about', () => {
    const asked: Draft = { ...newDraft(start, 'a'), compared: 'a', impact: { source: 'a', jobId: 'j' } };
    assert.deepEqual([isCompared(asked), jobOf(asked), isChanged(asked)], [true, 'j', false]);
    const edited = { ...asked, source: 'ab' };
    assert.deepEqual([isCompared(edited), jobOf(edited), isChanged(edited)], [false, null, true]);
    const undone = { ...edited, source: 'a' };
    assert.deepEqual([isCompared(undone), jobOf(undone)], [true, 'j'], 'undoing brings it back');
  });
  test('comes back from the tab as it was kept', () => {
    const starts = fc.oneof(
      fc.record({ at: fc.constantFrom('force' as const, 'version' as const), version: fc.nat() }),
      fc.record({ at: fc.constant('proposal' as const), id: fc.uuid() }),
    );
    const drafts = fc.record({
      start: starts,
      source: fc.string(),
      original: fc.string(),
      compared: fc.option(fc.string()),
      impact: fc.option(fc.record({ source: fc.string(), jobId: fc.uuid() })),
    });
    fc.assert(
      fc.property(drafts, (draft) => {
        assert.deepEqual(readDraft(JSON.stringify(draft)), JSON.parse(JSON.stringify(draft)));
      }),
    );
  });
  test('anything else that a tab kept is no draft', () => {
    const draft = newDraft(start, 'a');
    const broken = [
      null,
      '',
      '{',
      'null',
      '[]',
      '{}',
      JSON.stringify({ ...draft, source: 1 }),
      JSON.stringify({ ...draft, start: { at: 'elsewhere' } }),
      JSON.stringify({ ...draft, impact: {} }),
      JSON.stringify({ ...draft, compared: 1 }),
    ];
    for (const kept of broken) assert.equal(readDraft(kept), null, String(kept));
  });
  test('two starts are the same only if they mean the same text', () => {
    const starts: readonly Start[] = [
      { at: 'force', version: 1 },
      { at: 'version', version: 1 },
      { at: 'version', version: 2 },
      { at: 'proposal', id: 'a' },
      { at: 'proposal', id: 'b' },
    ];
    for (const [i, a] of starts.entries())
      for (const [j, b] of starts.entries()) assert.equal(isSameStart(a, b), i === j);
  });
});
