#!/usr/bin/env node
// The person's own Node may be older than the one this project pins: hand over to the pinned one.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const require = createRequire(import.meta.url);
const pinned = path.join(path.dirname(require.resolve('node/package.json')), 'bin', 'node');
const done = spawnSync(pinned, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
if (done.error) throw done.error;
process.exitCode = done.status ?? 1;
