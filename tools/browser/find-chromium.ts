import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const remedy =
  'Install Chromium or Google Chrome, name one in HOLDFAST_CHROMIUM, or run: npx playwright-core install --with-deps chromium';

/** What the search sees of the machine. */
export type Machine = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly canRun: (file: string) => boolean;
  readonly isRoot: boolean;
  readonly playwrightPath: () => string;
  /** True when the command ended well. */
  readonly run: (program: string, args: readonly string[]) => boolean;
};

/**
 * A Chromium to test with: the one that was named, one of the machine, Playwright's own; failing that it installs one,
 * with apt where it may, otherwise with Playwright. Fails rather than letting a browser test be left out in silence.
 */
export async function findChromium(machine: Machine = thisMachine): Promise<string> {
  const named = machine.env['HOLDFAST_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (machine.canRun(named)) return named;
    throw new Error(`HOLDFAST_CHROMIUM names ${named}, which cannot be run. ${remedy}`);
  }
  const found = look(machine) ?? install(machine);
  if (found === undefined) throw new Error(`No Chromium, and none could be installed. ${remedy}`);
  return found;
}

function look({ canRun, playwrightPath }: Machine): string | undefined {
  return [...installed, playwrightPath()].find((file) => file !== '' && canRun(file));
}

function install(machine: Machine): string | undefined {
  if (machine.isRoot && machine.canRun('/usr/bin/apt-get')) {
    const isDone = machine.run('apt-get', ['update']) && machine.run('apt-get', ['install', '-y', 'chromium']);
    const found = isDone ? look(machine) : undefined;
    if (found !== undefined) return found;
  }
  const playwright = path.join(
    path.dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
    'cli.js',
  );
  return machine.run(process.execPath, [playwright, 'install', 'chromium']) ? look(machine) : undefined;
}

const thisMachine: Machine = {
  env: process.env,
  canRun: (file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
  isRoot: process.getuid?.() === 0,
  playwrightPath: () => chromium.executablePath(),
  run: (program, args) => {
    console.log(`no Chromium found: ${program} ${args.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
  },
};
