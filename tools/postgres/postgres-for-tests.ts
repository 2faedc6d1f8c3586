import { type RunningPostgres, startPostgres } from './start-postgres.ts';

export const TEST_DATABASE_URL = 'HOLDFAST_TEST_DATABASE_URL';

/**
 * The PostgreSQL that store tests share: the one that `npm test` (or the person) named, otherwise one of its own,
 * so that a single test file also runs by itself.
 */
export async function postgresForTests(env: NodeJS.ProcessEnv = process.env): Promise<RunningPostgres> {
  const given = env[TEST_DATABASE_URL];
  if (given === undefined || given === '') return await startPostgres();
  return { url: given, directory: undefined, stop: async () => {} };
}
