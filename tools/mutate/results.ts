import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Mutant } from './mutants.ts';

type Result = { readonly key: string; readonly killedBy: string | null };

/** What this run and earlier ones found out. The keys name the text of the source, so that a changed file is judged again. */
export class Results {
  readonly #file: string;
  readonly #known: Map<string, Result>;

  constructor(file: string) {
    this.#file = file;
    mkdirSync(path.dirname(file), { recursive: true });
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const results = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Result);
    this.#known = new Map(results.map((result) => [result.key, result]));
  }

  outcome({ key }: Mutant): 'killed' | 'survived' | 'unjudged' {
    const result = this.#known.get(key);
    return result === undefined ? 'unjudged' : result.killedBy === null ? 'survived' : 'killed';
  }

  /** Written at once, so that a run can be stopped and taken up again. */
  add({ key }: Mutant, killedBy: string | null): void {
    const result = { key, killedBy };
    this.#known.set(key, result);
    appendFileSync(this.#file, `${JSON.stringify(result)}\n`);
  }
}
