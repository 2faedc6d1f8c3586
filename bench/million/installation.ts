import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultPolicySource } from '@holdfast/policy';
import { freshDatabase, startPostgres } from '@holdfast/tools/postgres';
import { loadConfig } from '../../apps/server/src/config.ts';
import { openPorts } from '../../apps/server/src/open-ports.ts';
import { fullSpeed } from '../../apps/server/src/use-cases/jobs/pace.ts';
import { renewFigures } from '../../apps/server/src/use-cases/overview/keep-figures.ts';
import { applyPolicyAtStart } from '../../apps/server/src/use-cases/policy/apply-at-start.ts';
import { importDocument } from '../../apps/server/src/use-cases/trust/import-document.ts';
import type { Enrolled } from '../sign-in/people.ts';
import { freePort, type RunningServer, repositoryRoot, startServer } from '../sign-in/processes.ts';
import { fill, personId, type Scale } from './fill.ts';
import type { Models } from './kinds.ts';

export type Installation = {
  readonly server: RunningServer;
  /** Null for SQLite. */
  readonly databasePid: number | null;
  readonly filledInMs: number;
};

/** An organisation of that size on a real server, with one owner among those who can sign in. */
export async function openInstallation(
  kind: 'sqlite' | 'postgres',
  folder: string,
  { models, signers, scale }: { models: Models; signers: readonly Enrolled[]; scale: Scale },
  closing: (() => unknown)[],
): Promise<Installation> {
  let databaseUrl = `sqlite:${path.join(folder, 'holdfast.db')}`;
  let databasePid: number | null = null;
  if (kind === 'postgres') {
    const postgres = await startPostgres({ durable: true });
    closing.push(postgres.stop);
    databaseUrl = (await freshDatabase(postgres.url)).url;
    const pidFile = path.join(postgres.directory ?? '', 'data', 'postmaster.pid');
    databasePid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  }
  const anchors = path.join(folder, 'anchors.pem');
  writeFileSync(anchors, models.rootPem);
  const port = await freePort();
  const env = {
    HOLDFAST_ORIGIN: `http://localhost:${port}`,
    HOLDFAST_LISTEN: `127.0.0.1:${port}`,
    HOLDFAST_DATA_DIR: folder,
    HOLDFAST_DATABASE_URL: databaseUrl,
    HOLDFAST_MDS_URL: 'off',
    HOLDFAST_ANDROID_STATUS_URL: 'off',
    HOLDFAST_MDS_ANCHORS_FILE: anchors,
  };
  const startedMs = performance.now();
  await fillThrough(env, models, signers, scale);
  const filledInMs = performance.now() - startedMs;
  const server = await startServer(port, {
    script: path.join(repositoryRoot, 'apps/server/src/main.ts'),
    args: [],
    env,
    logFile: path.join(folder, 'holdfast.log'),
  });
  closing.push(server.stop);
  return { server, databasePid, filledInMs };
}

async function fillThrough(
  env: Readonly<Record<string, string>>,
  models: Models,
  signers: readonly Enrolled[],
  scale: Scale,
): Promise<void> {
  const config = loadConfig(env);
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const { ports } = await openPorts(config.value, { info: () => {}, error: () => {} });
  try {
    await applyPolicyAtStart(ports, { source: defaultPolicySource, origin: 'shipped' });
    const wish = { text: models.blob(1, false), name: 'blob 1', isDryRun: false, evenIfEmptier: false };
    const imported = await importDocument(ports, { by: 'cli', at: ports.now() }, wish);
    if (!imported.ok) throw new Error(`the first BLOB was refused: ${imported.error.code}`);
    await ports.database.queries.updateTable('job').set({ state: 'superseded', finished_at: ports.now() }).execute();
    await fill(ports, models.kinds, signers, scale);
    // What a node that has run for a while has worked out.
    await renewFigures(ports, { owner: 'generator', pace: fullSpeed, isOn: () => true, tookMs: 0 });
    await ports.database.queries
      .insertInto('person_role')
      .values({ person_id: personId(0), role: 'owner' })
      .execute();
  } finally {
    await ports.database.close();
  }
}
