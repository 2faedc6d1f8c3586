import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readLines } from './read-lines.ts';

async function linesOf(chunks: readonly string[], sizeBytesMax = 100): Promise<readonly string[]> {
  async function* stream() {
    for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
  }
  const lines: string[] = [];
  for await (const line of readLines(stream(), sizeBytesMax)) {
    lines.push(line.at === 'read' ? Buffer.from(line.bytes).toString('latin1') : 'too long');
  }
  return lines;
}

describe('lines of a stream', () => {
  test('are the same however the stream is cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n') });
    await fc.assert(
      fc.asyncProperty(fc.array(text), async (chunks) => {
        const whole = chunks.join('');
        const expected = whole.endsWith('\n') ? whole.slice(0, -1).split('\n') : whole.split('\n');
        assert.deepEqual(await linesOf(chunks), whole === '' ? [] : expected);
      }),
    );
  });

  test('that are too long are left out and named, and the next one is read', async () => {
    assert.deepEqual(await linesOf(['aaa', 'aaa\nbb\n', 'ccccc', 'c'], 5), ['too long', 'bb', 'too long']);
    assert.deepEqual(await linesOf(['aaaaa\n'], 5), ['aaaaa']);
  });
});
