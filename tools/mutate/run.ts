import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../repository.ts';
import { selectTests } from '../test/select.ts';
import { filesBelow, isSource, isTestCode } from '../tidy/source-file.ts';
import { Judge } from './judge.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { describe, report } from './report.ts';
import { Results } from './results.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

/** Of the copy: what somebody edits meanwhile changes nothing. */
function mutantsBelow({ root, read }: Sandbox, folder: string): readonly Mutant[] {
  return filesBelow(root)
    .filter((file) => file === folder || file.startsWith(`${folder}/`))
    .filter((file) => isSource(file) && !isTestCode(file))
    .sort()
    .flatMap((file) => mutantsOf(file, read(file)));
}

/** The same sample each time, from everywhere. */
function sampled(mutants: readonly Mutant[], size: number): readonly Mutant[] {
  const step = Math.max(1, mutants.length / size);
  return mutants.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

async function judgeAll(mutants: readonly Mutant[], sandbox: Sandbox, tests: readonly string[], results: Results) {
  const vectors = process.env['HOLDFAST_VECTORS'] ?? path.join(repositoryRoot, '..', 'shared', 'vectors');
  const judge = new Judge(sandbox.root, { ...process.env, HOLDFAST_VECTORS: vectors });
  const coverage = await judge.coverage(mutants, tests);
  for (const [index, mutant] of mutants.entries()) {
    const killedBy = await judge.firstToNotice(mutant, coverage[mutant.key] ?? {});
    results.add(mutant, killedBy);
    if (killedBy === null || index % 50 === 0) {
      console.error(`${index + 1} of ${mutants.length}: ${describe(mutant)}: ${killedBy ?? 'survived'}`);
    }
  }
  judge.stop();
}

const { values, positionals } = parseArgs({
  options: {
    sample: { type: 'string' },
    /** Which tests judge; those of the package where none are named. */
    tests: { type: 'string', multiple: true },
    /** Judge again what survived earlier. */
    survivors: { type: 'boolean', default: false },
    'report-only': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const folder = (positionals[0] ?? 'packages/webauthn').replace(/\/$/, '');
const sandbox = createSandbox(repositoryRoot);
try {
  const results = new Results(path.join(repositoryRoot, '.cache', 'mutate.jsonl'));
  const every = mutantsBelow(sandbox, folder);
  const chosen = values.sample === undefined ? every : sampled(every, Number(values.sample));
  const wanted = values.tests ?? [folder.split('/').slice(0, 2).join('/')];
  const tests = selectTests(sandbox.root, wanted).besideTheSource;
  console.log(`${chosen.length} of ${every.length} mutants of ${folder}, judged by ${tests.length} test files`);
  const open = values.survivors ? ['unjudged', 'survived'] : ['unjudged'];
  const left = values['report-only'] ? [] : chosen.filter((mutant) => open.includes(results.outcome(mutant)));
  if (left.length > 0) await judgeAll(left, sandbox, tests, results);
  for (const line of report(chosen, results)) console.log(line);
} finally {
  sandbox.remove();
}
