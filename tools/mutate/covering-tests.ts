import { Session } from 'node:inspector';
import type { Mutant } from './mutants.ts';

/** Which tests of a file execute what a mutant changes: by their order in the file, or all of them. */
export type Covering = readonly number[] | 'all';

/** By the key of the mutant and the path of the test file; without an entry the file does not get there. */
export type CoverageMap = Readonly<Record<string, Readonly<Record<string, Covering>>>>;

type Range = { readonly startOffset: number; readonly endOffset: number; readonly count: number };

/** Collects what V8 counted, test by test. Types are stripped to white space, so that offsets are those of the source. */
export class CoverageCollector {
  readonly #session = new Session();
  readonly #mutants: ReadonlyMap<string, readonly Mutant[]>;
  readonly #fileOf: (url: string) => string | undefined;
  readonly #found: Record<string, Record<string, number[] | 'all'>> = {};

  /** @param fileOf the path of a module below the root, by its address. */
  constructor(mutants: readonly Mutant[], fileOf: (url: string) => string | undefined) {
    this.#mutants = Map.groupBy(mutants, ({ file }) => file);
    this.#fileOf = fileOf;
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** What ran since the last call, ran for this test; without a number it ran while the file was loaded. */
  attribute(testFile: string, test: number | null): void {
    this.#session.post('Profiler.takePreciseCoverage', (problem, { result }) => {
      if (problem !== null) throw problem;
      for (const { url, functions } of result) {
        const mutants = this.#mutants.get(this.#fileOf(url) ?? '') ?? [];
        const ranges = functions.flatMap((each) => each.ranges);
        for (const { key, reachedAt } of mutants) if (isExecuted(ranges, reachedAt)) this.#add(key, testFile, test);
      }
    });
  }

  finish(): CoverageMap {
    this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
    return this.#found;
  }

  #add(key: string, testFile: string, test: number | null): void {
    const files = this.#found[key] ?? {};
    this.#found[key] = files;
    const known = files[testFile];
    if (test === null) files[testFile] = 'all';
    else if (known === undefined) files[testFile] = [test];
    else if (known !== 'all') known.push(test);
  }
}

/** The innermost range decides: blocks lie within functions, functions within functions. */
function isExecuted(ranges: readonly Range[], offset: number): boolean {
  let innermost: Range | undefined;
  for (const range of ranges) {
    if (range.startOffset > offset || range.endOffset <= offset) continue;
    const size = range.endOffset - range.startOffset;
    if (innermost === undefined || size <= innermost.endOffset - innermost.startOffset) innermost = range;
  }
  return innermost !== undefined && innermost.count > 0;
}
