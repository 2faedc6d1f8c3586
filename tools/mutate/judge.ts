import { spawn } from 'node:child_process';
import path from 'node:path';

export type Outcome = 'killed' | 'survived';

/** A mutant that loops for ever is as dead as one that fails. */
const TIMEOUT_MS = 60_000;
const MEMORY_MIB_MAX = 768;

/**
 * Whether a test of these files notices. The files that noticed most mutants of the same source come first, so that most mutants cost
 * one process.
 */
export class Judge {
  readonly #root: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #kills = new Map<string, number>();

  constructor(root: string, environment: NodeJS.ProcessEnv) {
    this.#root = root;
    this.#environment = environment;
  }

  /** @returns the test file that noticed, or null where none did. */
  async firstToNotice(source: string, tests: readonly string[]): Promise<string | null> {
    const ordered = tests.toSorted((a, b) => this.#rank(source, b) - this.#rank(source, a));
    for (const test of ordered) {
      if (await this.#passes(test)) continue;
      const id = `${source} ${test}`;
      this.#kills.set(id, (this.#kills.get(id) ?? 0) + 1);
      return test;
    }
    return null;
  }

  /** The test beside the source is the first guess. */
  #rank(source: string, test: string): number {
    const isOwn = test === source.replace(/\.ts$/, '.test.ts');
    return (this.#kills.get(`${source} ${test}`) ?? 0) + (isOwn ? 0.5 : 0);
  }

  #passes(test: string): Promise<boolean> {
    const args = [
      `--max-old-space-size=${MEMORY_MIB_MAX}`,
      '--no-warnings',
      '--test-reporter=tap',
      path.join(this.#root, test),
    ];
    const child = spawn(process.execPath, args, {
      cwd: this.#root,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
      // The first failure is enough.
      child.stdout.on('data', (chunk: Buffer) => {
        if (/^\s*not ok /m.test(chunk.toString())) child.kill('SIGKILL');
      });
      child.once('close', (code) => {
        clearTimeout(timer);
        resolve(code === 0);
      });
    });
  }
}
