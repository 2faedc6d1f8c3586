import { createHash } from 'node:crypto';
import { after, describe } from 'node:test';
import { type Instant, instant } from '@holdfast/kernel';
import { defaultPolicySource, groupsNamed, parsePolicy } from '@holdfast/policy';
import { freshDatabase, postgresForTests } from '@holdfast/tools/postgres';
import { makeTrustData, type TrustData, type TrustedModel, verifyBundle } from '@holdfast/trust';
import type { FastifyInstance } from 'fastify';
import { readMetadataHere } from '../adapters/document-reader.ts';
import { uuidV7 } from '../adapters/ids.ts';
import { deriveKeys } from '../adapters/master-key.ts';
import { type Config, loadConfig } from '../config.ts';
import { createServer } from '../http/server.ts';
import type { Ports, Standing } from '../ports.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { nameGroups } from '../store/named-groups.ts';

type StandingChange = {
  readonly policySource?: string;
  readonly models?: readonly TrustedModel[];
  readonly trust?: TrustData;
};

/** A server on a real, empty database with a clock that only the test moves. */
export type TestInstallation = {
  readonly ports: Ports;
  readonly database: Database;
  readonly server: FastifyInstance;
  readonly clock: { at: Instant; advance: (ms: number) => void };
  /** Replaces policy and trust data, as if another version had been applied. */
  readonly setStanding: (change: StandingChange) => void;
  /** Errors that the server logged; a test that expects none may assert so. */
  readonly errorsLogged: string[];
  readonly close: () => Promise<void>;
};

export const TEST_ORIGIN = 'https://holdfast.test';
const START = instant(Date.UTC(2026, 10, 20, 9, 0, 0));

/**
 * Declares the same tests for SQLite and for PostgreSQL. `open` makes a new installation on an empty database; all of
 * them are closed and dropped when the tests are over.
 */
export function eachDatabase(
  name: string,
  tests: (open: (policySource?: string) => Promise<TestInstallation>, kind: 'sqlite' | 'postgres') => void,
): void {
  for (const kind of ['sqlite', 'postgres'] as const) {
    describe(`${name} (${kind})`, () => {
      const closing: (() => Promise<void>)[] = [];
      let postgres: ReturnType<typeof postgresForTests> | null = null;
      after(async () => {
        for (const close of closing.toReversed()) await close();
        if (postgres !== null) await (await postgres).stop();
      });
      tests(async (policySource) => {
        if (kind === 'postgres') postgres ??= postgresForTests();
        const database = postgres === null ? null : await freshDatabase((await postgres).url);
        const installation = await openInstallation(database?.url ?? 'sqlite::memory:', policySource);
        closing.push(async () => {
          await installation.close();
          await database?.drop();
        });
        return installation;
      }, kind);
    });
  }
}

/** A server on the database at `url`, which is migrated first. */
export async function openInstallation(url: string, policySource = defaultPolicySource): Promise<TestInstallation> {
  const database = openDatabase(url);
  await migrate(database);
  const clock = {
    at: START,
    advance(ms: number): void {
      clock.at = instant(clock.at + ms);
    },
  };
  const standing = testStanding(policySource);
  let named: Standing['policy'] | null = null;
  const errorsLogged: string[] = [];
  const ports: Ports = {
    config: testConfig(url),
    database,
    now: () => clock.at,
    newId: uuidV7,
    randomBytes: counterBytes(),
    keys: deriveKeys(new Uint8Array(32).fill(7)).keys,
    standing: async () => {
      const { current } = standing;
      // What putting a policy into force does.
      if (named !== current.policy) await nameGroups(database.queries, groupsNamed(current.policy));
      named = current.policy;
      return current;
    },
    trustSigners: { anchors: [], signerHosts: null, bundleKeys: [] },
    download: async () => ({ at: 'failed', code: 'trust.source_unreachable', seen: 'no network', retryAfterMs: null }),
    readMetadata: async (jwt, settings) => readMetadataHere(jwt, settings),
    openBundle: async (text, settings) => verifyBundle(text, settings),
    log: { info: () => {}, error: (detail, message) => errorsLogged.push(`${message} ${JSON.stringify(detail)}`) },
  };
  const server = await createServer(ports, { pages: null, tls: null });
  await ports.standing();
  return {
    ports,
    database,
    server,
    clock,
    setStanding: standing.set,
    errorsLogged,
    close: async () => {
      await server.close();
      await database.close();
    },
  };
}

function testConfig(databaseUrl: string): Config {
  const config = loadConfig({
    HOLDFAST_ORIGIN: TEST_ORIGIN,
    HOLDFAST_DATABASE_URL: databaseUrl,
    HOLDFAST_ORGANISATION_NAME: 'Example Works',
    HOLDFAST_TRUSTED_PROXIES: '127.0.0.1',
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return config.value;
}

function testStanding(policySource: string): {
  current: Awaited<ReturnType<Ports['standing']>>;
  set: TestInstallation['setStanding'];
} {
  const policyOf = (source: string) => {
    const parsed = parsePolicy(source, 'policy of the test');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error, null, 2));
    return parsed.value;
  };
  const standing: { current: Standing; set: TestInstallation['setStanding'] } = {
    current: {
      policy: policyOf(policySource),
      policyVersion: 1,
      trust: makeTrustData({ models: [], digest: 'no models', at: START }),
    },
    set: ({ policySource: source, models, trust = standing.current.trust }: StandingChange) => {
      standing.current = {
        policy: source === undefined ? standing.current.policy : policyOf(source),
        policyVersion: standing.current.policyVersion + 1,
        trust:
          models === undefined
            ? trust
            : makeTrustData({ models, digest: `models of the test ${standing.current.policyVersion}`, at: START }),
      };
    },
  };
  return standing;
}

/** Bytes that differ at every call and repeat in every run, so that a failing test can be run again as it was. */
function counterBytes(): (count: number) => Uint8Array {
  let calls = 0;
  return (count) => {
    calls += 1;
    const blocks = Array.from({ length: Math.ceil(count / 32) }, (_, block) =>
      createHash('sha256').update(`${calls}.${block}`).digest(),
    );
    return new Uint8Array(Buffer.concat(blocks).subarray(0, count));
  };
}
