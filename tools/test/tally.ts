import { inspect } from 'node:util';

/** What the runner needs of the events of `node:test`. */
export type TestEvent = {
  readonly type: string;
  readonly data: {
    readonly name?: string;
    readonly file?: string | undefined;
    readonly nesting?: number;
    readonly message?: string;
    readonly skip?: string | boolean | undefined;
    readonly todo?: string | boolean | undefined;
    readonly details?: { readonly type?: string | undefined; readonly error?: unknown };
  };
};

export type Counts = { readonly passed: number; readonly failed: number };

export function sum(counts: readonly Counts[]): Counts {
  return counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}

/** Green means: something ran, and nothing failed. */
export function isGreen({ passed, failed }: Counts): boolean {
  return failed === 0 && passed > 0;
}

type Verdict =
  | { readonly at: 'passed' }
  | { readonly at: 'failed'; readonly why: string }
  | { readonly at: 'not_counted' };

/** Counts tests, not suites; whatever did not run to a good end counts as failed, whoever wished it so. */
function judge({ type, data }: TestEvent): Verdict {
  const isSuite = data.details?.type === 'suite';
  if (isTruthy(data.skip)) return { at: 'failed', why: 'was skipped' };
  if (isTruthy(data.todo)) return { at: 'failed', why: 'is marked as still to do' };
  if (type === 'test:fail') {
    const { error } = data.details ?? {};
    return isSuite && failureType(error) === 'subtestsFailed'
      ? { at: 'not_counted' }
      : { at: 'failed', why: explain(error) };
  }
  if (data.name === data.file) return { at: 'failed', why: 'is a test file without a test' };
  return isSuite ? { at: 'not_counted' } : { at: 'passed' };
}

function isTruthy(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false;
}

function failureType(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'failureType' in error ? error.failureType : undefined;
}

function explain(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return typeof cause === 'string' ? cause : inspect(cause);
}

/** Follows the events of one run, counts, and says each failure in full. */
export class Tally {
  readonly #say: (text: string) => void;
  readonly #openNames = new Map<string, string[]>();
  readonly #output = new Map<string, string>();
  #passed = 0;
  #failed = 0;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  get counts(): Counts {
    return { passed: this.#passed, failed: this.#failed };
  }

  take(event: TestEvent): void {
    const { data, type } = event;
    const file = data.file ?? '';
    if (type === 'test:start') this.#names(file)[data.nesting ?? 0] = data.name ?? '';
    if (type === 'test:stdout' || type === 'test:stderr') {
      this.#output.set(file, (this.#output.get(file) ?? '') + (data.message ?? ''));
    }
    if (type !== 'test:pass' && type !== 'test:fail') return;
    const verdict = judge(event);
    if (verdict.at === 'passed') this.#passed += 1;
    if (verdict.at === 'failed') this.#fail(event, verdict.why);
  }

  #names(file: string): string[] {
    const names = this.#openNames.get(file) ?? [];
    this.#openNames.set(file, names);
    return names;
  }

  #fail({ data }: TestEvent, why: string): void {
    this.#failed += 1;
    const file = data.file ?? '';
    const parents = this.#names(file).slice(0, data.nesting ?? 0);
    const title = [file, ...parents, ...(data.name === file ? [] : [data.name])].join(' › ');
    const printed = this.#output.get(file);
    // Once a file: what it printed belongs to all of its failures.
    this.#output.delete(file);
    this.#say(`\n✖ ${title}\n${indent(why)}\n${printed === undefined ? '' : `  it printed:\n${indent(printed)}\n`}`);
  }
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '    ');
}
