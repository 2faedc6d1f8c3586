import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { repositoryRoot } from '../repository.ts';

export type TestName = { readonly file: string; readonly name: string };

/** Where the outline of the specification is tested. */
const outline = [
  'registration-steps',
  'registration-accepted',
  'authentication-steps',
  'authentication-accepted',
  'misbehaviours',
].map((name) => `packages/webauthn/src/${name}.test.ts`);

/** Names of the tests of the outline, in the order of the files. */
export async function testNames(): Promise<readonly TestName[]> {
  const script = fileURLToPath(new URL('./list-tests.ts', import.meta.url));
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', script, ...outline], {
    cwd: repositoryRoot,
    env: environment,
    maxBuffer: 16_777_216,
  });
  return JSON.parse(stdout) as readonly TestName[];
}
