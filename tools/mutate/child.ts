import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CoverageCollector, type CoverageMap, type Covering } from './covering-tests.ts';
import { applied, type Mutant } from './mutants.ts';
import { takeTests } from './test-shim.ts';

export type Question =
  /** Which tests execute which mutants? */
  | { readonly ask: 'coverage'; readonly mutants: readonly Mutant[]; readonly tests: readonly string[] }
  /** Does one of these tests notice? The first that does is the answer. */
  | { readonly ask: 'verdict'; readonly mutant: Mutant; readonly plan: readonly PlannedFile[] };
export type PlannedFile = { readonly file: string; readonly tests: Covering };
export type Answer = { readonly killedBy: string | null; readonly coverage: CoverageMap };

/**
 * Judges mutants within one process, because starting one costs more than most tests: every question loads the packages anew, under
 * addresses of their own, with one file changed.
 */
const root = path.resolve(process.argv[2] ?? '.');
const shim = new URL('./test-shim.ts', import.meta.url).href;
const ours = pathToFileURL(path.join(root, 'packages')).href;
const stripped = new Map<string, string>();
const TEST_TIMEOUT_MS = 20_000;
let generation = 0;
let current: Mutant | null = null;

function sourceOf(file: string): string {
  const known = stripped.get(file);
  if (known !== undefined) return known;
  const text = stripTypeScriptTypes(readFileSync(path.join(root, file), 'utf8'));
  stripped.set(file, text);
  return text;
}

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isOurs = context.parentURL?.startsWith(ours) === true;
    if (specifier === 'node:test' && isOurs) return { url: shim, format: 'module-typescript', shortCircuit: true };
    const resolved = nextResolve(specifier, context);
    return resolved.url.startsWith(ours)
      ? { ...resolved, url: `${bare(resolved.url)}?generation=${generation}` }
      : resolved;
  },
  load(url, context, nextLoad) {
    if (!url.startsWith(ours) || !url.includes('?generation=')) return nextLoad(url, context);
    const file = path.relative(root, fileURLToPath(bare(url)));
    const source =
      current?.file === file
        ? stripTypeScriptTypes(applied(readFileSync(path.join(root, file), 'utf8'), current))
        : sourceOf(file);
    return { format: 'module', source, shortCircuit: true };
  },
});

function bare(url: string): string {
  return url.replace(/\?.*$/, '');
}

async function isNoticedBy({ file, tests }: PlannedFile): Promise<boolean> {
  try {
    const bodies = await load(file);
    const startedMs = performance.now();
    for (const [number, body] of bodies.entries()) {
      if (tests !== 'all' && !tests.includes(number)) continue;
      await body();
      if (performance.now() - startedMs > TEST_TIMEOUT_MS) return true;
    }
    return false;
  } catch {
    return true;
  } finally {
    takeTests();
  }
}

async function load(file: string) {
  await import(`${pathToFileURL(path.join(root, file)).href}?generation=${generation}`);
  return takeTests();
}

/** Throws where a test fails: nothing was changed yet. */
async function coverageOf(mutants: readonly Mutant[], tests: readonly string[]): Promise<CoverageMap> {
  const collector = new CoverageCollector(mutants, (url) =>
    url.startsWith(ours) ? path.relative(root, fileURLToPath(bare(url))) : undefined,
  );
  for (const file of tests) {
    // Anew for each file, so that what a file does while it is loaded is seen with each.
    generation += 1;
    const bodies = await load(file);
    collector.attribute(file, null);
    for (const [number, body] of bodies.entries()) {
      await body();
      collector.attribute(file, number);
    }
  }
  return collector.finish();
}

async function answer(question: Question): Promise<Answer> {
  generation += 1;
  if (question.ask === 'coverage') {
    return { killedBy: null, coverage: await coverageOf(question.mutants, question.tests) };
  }
  current = question.mutant;
  for (const planned of question.plan) {
    if (await isNoticedBy(planned)) return { killedBy: planned.file, coverage: {} };
  }
  return { killedBy: null, coverage: {} };
}

process.on('message', (question: Question) => {
  void answer(question).then(
    (reply) => process.send?.(reply),
    (cause) => {
      console.error(cause);
      process.exit(1);
    },
  );
});
