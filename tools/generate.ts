import { drift, write } from './reference/drift.ts';
import { registry } from './reference/registry.ts';
import { repositoryRoot } from './repository.ts';

/** Writes every generated file; with `--check` it only says which of them differ from their sources. */
if (process.argv.includes('--check')) {
  const problems = await drift(repositoryRoot, registry);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  for (const file of await write(repositoryRoot, registry)) console.log(`written: ${file}`);
}
