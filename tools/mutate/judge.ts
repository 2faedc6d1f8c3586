import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Question } from './child.ts';
import type { CoverageMap, Covering } from './covering-tests.ts';
import type { Mutant } from './mutants.ts';

/** A mutant that loops for ever is as dead as one that fails. */
const TIMEOUT_MS = 45_000;
/** All tests, watched; on a busy machine that takes minutes. */
const COVERAGE_TIMEOUT_MS = 900_000;
const MEMORY_MIB_MAX = 1536;
/** Modules that were loaded once are never let go, so that a process serves for so many questions. */
const QUESTIONS_MAX = 40;

/** Whether tests notice a mutant. */
export class Judge {
  readonly #root: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #kills = new Map<string, number>();
  #child: ChildProcess | undefined;
  #questions = 0;

  constructor(root: string, environment: NodeJS.ProcessEnv) {
    this.#root = root;
    this.#environment = environment;
  }

  /** Throws where a test fails before anything is changed. */
  async coverage(mutants: readonly Mutant[], tests: readonly string[]): Promise<CoverageMap> {
    const { killedBy, coverage } = await this.#ask({ ask: 'coverage', mutants, tests });
    this.stop();
    if (killedBy !== null) throw new Error(`the tests fail before anything is changed: ${killedBy}`);
    return coverage;
  }

  /**
   * The files that noticed most mutants of the same source are asked first, so that most mutants cost one file.
   *
   * @param covering the tests that execute the mutant, by file.
   * @returns the test file that noticed, or null where none did.
   */
  async firstToNotice(mutant: Mutant, covering: Readonly<Record<string, Covering>>): Promise<string | null> {
    const rank = (test: string) => this.#rank(mutant.file, test);
    const files = Object.keys(covering).toSorted((a, b) => rank(b) - rank(a));
    const plan = files.map((file) => ({ file, tests: covering[file] ?? [] }));
    const { killedBy } = await this.#ask({ ask: 'verdict', mutant, plan });
    if (killedBy !== null) {
      const id = `${mutant.file} ${killedBy}`;
      this.#kills.set(id, (this.#kills.get(id) ?? 0) + 1);
    }
    return killedBy;
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  /** The test beside the source is the first guess. */
  #rank(source: string, test: string): number {
    const isOwn = test === source.replace(/\.ts$/, '.test.ts');
    return (this.#kills.get(`${source} ${test}`) ?? 0) + (isOwn ? 0.5 : 0);
  }

  #ask(question: Question): Promise<Answer> {
    if (this.#questions >= QUESTIONS_MAX) this.stop();
    if (this.#child === undefined) this.#start(question);
    this.#questions += 1;
    const child = this.#child;
    return new Promise((resolve) => {
      const settle = (reply: Answer) => {
        clearTimeout(timer);
        child?.removeAllListeners();
        resolve(reply);
      };
      const dead = (how: string) => {
        this.stop();
        settle({ killedBy: how, coverage: {} });
      };
      const limitMs = question.ask === 'coverage' ? COVERAGE_TIMEOUT_MS : TIMEOUT_MS;
      const timer = setTimeout(() => dead('timeout'), limitMs);
      child?.once('message', (reply: Answer) => settle(reply));
      child?.once('exit', () => dead('crash'));
      child?.send(question);
    });
  }

  #start(question: Question): void {
    this.#questions = 0;
    this.#child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [this.#root], {
      cwd: this.#root,
      env: this.#environment,
      execArgv: [`--max-old-space-size=${MEMORY_MIB_MAX}`, '--no-warnings'],
      stdio: ['ignore', 'ignore', question.ask === 'coverage' ? 'inherit' : 'ignore', 'ipc'],
    });
  }
}
