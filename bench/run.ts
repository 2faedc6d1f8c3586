import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Section, tableOf } from './report.ts';

const folder = path.dirname(fileURLToPath(import.meta.url));

const usage = `npm run bench [-- --json] [-- --only <name>]

  --json            one JSON document instead of tables
  --only <name>     verification, registration, sign-in-sqlite, sign-in-postgres, million-sqlite or million-postgres; may be
                    repeated. The two of a million people take minutes and run only when they are asked for
  --profile <dir>   keep CPU profiles of the servers there
`;

type Run = (profileDir: string | undefined) => Promise<Section>;

/** Imported one by one, because what some of them import is installed only now. */
const sections: ReadonlyMap<string, Run> = new Map<string, Run>([
  ['verification', async () => (await import('./verification/bench-verification.ts')).benchVerification()],
  ['registration', async () => (await import('./verification/bench-verification.ts')).benchRegistration()],
  ['sign-in-sqlite', async (profileDir) => (await signInBench())('sqlite', { profileDir })],
  ['sign-in-postgres', async (profileDir) => (await signInBench())('postgres', { profileDir })],
  ['million-sqlite', async () => (await import('./million/bench-million.ts')).benchMillion('sqlite')],
  ['million-postgres', async () => (await import('./million/bench-million.ts')).benchMillion('postgres')],
]);
const onlyWhenAsked: readonly string[] = ['million-sqlite', 'million-postgres'];

async function signInBench() {
  return (await import('./sign-in/bench-sign-in.ts')).benchSignIn;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = (values.only ?? []).filter((name) => !sections.has(name));
  if (values.help || unknown.length > 0) {
    process.stdout.write(unknown.length > 0 ? `There is no section ${unknown.join(', ')}.\n\n${usage}` : usage);
    process.exitCode = unknown.length > 0 ? 2 : 0;
    return;
  }
  installPeers();
  const results: Section[] = [];
  for (const [name, run] of sections) {
    if (values.only === undefined ? onlyWhenAsked.includes(name) : !values.only.includes(name)) continue;
    process.stderr.write(`measuring ${name} …\n`);
    const section = await run(values.profile);
    results.push(section);
    if (!values.json) process.stdout.write(`${tableOf(section)}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ machine: machine(), sections: results }, null, 2)}\n`);
  else
    process.stdout.write(
      `\n${Object.entries(machine())
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n')}\n`,
    );
}

/** Peers are installed here alone, so that nobody who only runs Holdfast gets them. */
function installPeers(): void {
  if (existsSync(path.join(folder, 'node_modules/fido2-lib/package.json'))) return;
  process.stderr.write('installing what is measured against …\n');
  const { status } = spawnSync('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('npm ci in bench/ failed');
}

function machine(): Readonly<Record<string, string>> {
  const cpus = os.cpus();
  return {
    processor: `${cpus[0]?.model ?? 'unknown'}, ${cpus.length} cores`,
    node: process.version,
    sqlite: process.versions['sqlite'] ?? 'unknown',
    openssl: process.versions.openssl ?? 'unknown',
    load: os
      .loadavg()
      .map((value) => value.toFixed(1))
      .join(' '),
  };
}

await main();
