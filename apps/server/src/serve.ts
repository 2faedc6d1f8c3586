import { existsSync, readFileSync } from 'node:fs';
import type { Server as TlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { MINUTE_MS } from '@holdfast/kernel';
import { defaultPolicySource } from '@holdfast/policy';
import type { FastifyInstance } from 'fastify';
import { readTls, watchTls } from './adapters/tls.ts';
import type { Config } from './config.ts';
import { createServer } from './http/server.ts';
import { openPorts } from './open-ports.ts';
import type { Log, Ports } from './ports.ts';
import { purgeExpired } from './use-cases/housekeeping/purge.ts';
import { paceBy } from './use-cases/jobs/pace.ts';
import { workOnJobs } from './use-cases/jobs/work-on-jobs.ts';
import { keepFigures } from './use-cases/overview/keep-figures.ts';
import { ensureFirstOwnerInvitation } from './use-cases/people/bootstrap.ts';
import { type AtStart, applyPolicyAtStart } from './use-cases/policy/apply-at-start.ts';
import { applyTrustFiles } from './use-cases/trust/apply-trust-file.ts';
import { startKeepingTrustCurrent } from './use-cases/trust/keep-trust-current.ts';

export type Running = {
  /** The address that people open. */
  readonly origin: string;
  /** Where it listens, e.g. `127.0.0.1:8080`; the port is the real one where 0 was asked for. */
  readonly listening: string;
  /** The link that enrols the first administrator; null once somebody has. */
  readonly firstOwner: { readonly link: string; readonly expiresAt: number } | null;
  readonly close: () => Promise<void>;
};

const PURGE_EVERY_MS = MINUTE_MS;
const pagesFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));

/**
 * Starts one node: database, policy, trust data, pages, HTTP.
 *
 * @throws with the remedy in the message when anything is not as it must be; nothing is then left running
 */
export async function serve(config: Config, log: Log): Promise<Running> {
  if (!existsSync(pagesFolder)) throw new Error('The web pages are not built. Run: npm run build');
  const tls = config.tls === null ? null : readTls(config.tls);
  const { ports, migrated } = await openPorts(config, log);
  if (migrated.length > 0) log.info({ migrated }, 'database migrated');
  try {
    await applyFiles(ports);
    const server = await createServer(ports, { pages: pagesFolder, tls });
    await server.listen({ host: config.listen.host, port: config.listen.port });
    const stopWatching = config.tls === null ? () => {} : watchTls(config.tls, log, (pair) => replaceTls(server, pair));
    const stopPurging = startPurging(ports);
    let requests = 0;
    server.server.on('request', () => {
      requests += 1;
    });
    const stopJobs = workOnJobs(
      ports,
      paceBy(() => requests),
    );
    const stopFigures = keepFigures(
      ports,
      paceBy(() => requests),
    );
    const stopKeepingTrust = startKeepingTrustCurrent(ports);
    const firstOwner = await ensureFirstOwnerInvitation(ports, { reissue: true });
    return {
      origin: config.origin,
      listening: listeningAt(server),
      firstOwner,
      close: async () => {
        stopWatching();
        stopPurging();
        await stopJobs();
        await stopFigures();
        await stopKeepingTrust();
        await server.close();
        await ports.database.close();
      },
    };
  } catch (error) {
    await ports.database.close();
    throw error;
  }
}

/** Brings policy and trust data to what the configured files say. Without files, what is stored stays in force. */
async function applyFiles(ports: Ports): Promise<void> {
  const { policyFile: file } = ports.config;
  if (file === null) await applyPolicyAtStart(ports, { source: defaultPolicySource, origin: 'shipped' });
  else {
    const source = readFileSync(file, 'utf8');
    const outcome = await applyPolicyAtStart(ports, { source, origin: 'file', file });
    ports.log.info({ file, outcome }, fileOutcomes[outcome]);
  }
  await applyTrustFiles(ports);
}

const fileOutcomes: { readonly [Outcome in AtStart]: string } = {
  applied: 'the policy file was put into force',
  unchanged: 'the policy file is in force',
  kept: 'the policy file is not in force: the policy was changed since it was applied, and it acts again when it changes',
  proposed: 'the policy file is not in force: it waits for a second person to approve it in the console',
  waiting: 'the policy file is not in force: it still waits for a second person to approve it in the console',
  rejected: 'the policy file is not in force: a second person rejected it',
};

function replaceTls(server: FastifyInstance, pair: { cert: string; key: string }): void {
  (server.server as unknown as TlsServer).setSecureContext({ ...pair, minVersion: 'TLSv1.2' });
}

function startPurging(ports: Ports): () => void {
  const timer = setInterval(() => {
    purgeExpired(ports).catch((error: unknown) => ports.log.error({ error: String(error) }, 'purge failed'));
  }, PURGE_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function listeningAt(server: FastifyInstance): string {
  const address = server.server.address();
  if (address === null || typeof address === 'string') return String(address);
  return address.family === 'IPv6' ? `[${address.address}]:${address.port}` : `${address.address}:${address.port}`;
}
