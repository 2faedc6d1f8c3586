import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { signInBudget } from './sign-in-budget.ts';

type Part = { type: 'chunk'; name: string; fileName: string; isEntry: boolean; imports: string[]; code: string };

const part = (name: string, code: string, imports: string[] = [], isEntry = false): Part => ({
  type: 'chunk',
  name,
  fileName: `assets/${name}.js`,
  isEntry,
  imports: imports.map((other) => `assets/${other}.js`),
  code,
});
/** Text that compression cannot make smaller than about three quarters. */
const heavy = (bytes: number): string => randomBytes(bytes).toString('base64');

/** What the build would say: the error that stops it, or the weight that it reports. */
function judge(parts: readonly Part[], scriptBytesMax: number): string {
  const bundle = Object.fromEntries(parts.map((made) => [made.fileName, made]));
  const said: string[] = [];
  const context = {
    error: (message: string): never => {
      throw new Error(message);
    },
    info: (message: string) => said.push(message),
  };
  const { generateBundle } = signInBudget({ scriptBytesMax });
  assert.ok(typeof generateBundle === 'function');
  try {
    (generateBundle as unknown as (this: typeof context, options: unknown, made: typeof bundle) => void).call(
      context,
      {},
      bundle,
    );
  } catch (error) {
    return String(error);
  }
  return said.join('\n');
}

describe('the weight of the sign-in page', () => {
  test('what is loaded at once counts, also through several files, each once', () => {
    const parts = [
      part('sign-in', heavy(2000), ['words', 'client'], true),
      part('words', heavy(2000), ['client']),
      part('client', heavy(2000)),
    ];
    assert.match(judge(parts, 10_000), /compressed script$/);
    assert.match(judge(parts, 5000), /at most 5000 are allowed/);
  });

  test('what is fetched on demand, and the application, do not count', () => {
    const parts = [
      part('sign-in', heavy(1000), [], true),
      part('library', heavy(9000)),
      part('app', heavy(9000), [], true),
    ];
    assert.match(judge(parts, 2000), /compressed script$/);
  });

  test('an entry that cannot be found stops the build instead of weighing nothing', () => {
    assert.match(judge([part('app', heavy(100), [], true)], 1000), /was not found/);
  });
});
