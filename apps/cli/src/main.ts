import { once } from 'node:events';
import process from 'node:process';
import { run } from './run.ts';

const { stdout, env } = process;
// Whoever reads may stop before the end, as head does; that is no error of ours.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2), {
  env,
  out: (text) => stdout.write(text),
  err: (text) => process.stderr.write(text),
  input: process.stdin,
  drained: async () => {
    if (stdout.writableNeedDrain) await once(stdout, 'drain');
  },
  isColoured: stdout.isTTY === true && env['TERM'] !== 'dumb' && (env['NO_COLOR'] ?? '') === '',
});
