export { type FreshDatabase, freshDatabase } from './fresh-database.ts';
export { postgresForTests } from './postgres-for-tests.ts';
export { type RunningPostgres, startPostgres } from './start-postgres.ts';
