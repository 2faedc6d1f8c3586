import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collectPages, type ListPage, type Progress } from './collect-pages.ts';

const pages: Record<string, ListPage<number>> = {
  first: { items: [1, 2], next: 'second', total: 3, totalIsExact: true },
  second: { items: [3], next: null, total: 3, totalIsExact: true },
};
const read = async (cursor: string | undefined): Promise<ListPage<number>> => {
  const page = pages[cursor ?? 'first'];
  assert.ok(page);
  return page;
};

describe('reading a list to its end', () => {
  test('follows the cursor and tells how far it is', async () => {
    const seen: Progress[] = [];
    const rows = await collectPages(read, (progress) => seen.push(progress), new AbortController().signal);
    assert.deepEqual(rows, [1, 2, 3]);
    assert.deepEqual(seen, [
      { done: 2, total: 3 },
      { done: 3, total: 3 },
    ]);
  });
  test('stops when cancelled, also after the last page', async () => {
    for (const stopAfter of [2, 3]) {
      const controller = new AbortController();
      const stop = ({ done }: Progress) => done === stopAfter && controller.abort();
      await assert.rejects(collectPages(read, stop, controller.signal), { name: 'AbortError' });
    }
  });
});
