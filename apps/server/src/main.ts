import process from 'node:process';
import { jsonLog, lineSink } from './adapters/log.ts';
import { type Config, loadConfig } from './config.ts';
import { type Running, serve } from './serve.ts';

/** Reads the configuration from the environment or ends the process with every problem and its remedy. */
export function configOrExit(env: NodeJS.ProcessEnv): Config {
  const config = loadConfig(env);
  if (config.ok) return config.value;
  process.stderr.write('Holdfast cannot start with this configuration:\n');
  for (const { setting, message } of config.error) process.stderr.write(`  ${setting} ${message}\n`);
  process.exit(2);
}

/** Starts a node and keeps it running until it is told to stop (SIGINT, SIGTERM). */
export async function main(env: NodeJS.ProcessEnv): Promise<Running> {
  const config = configOrExit(env);
  const log = jsonLog(
    config.logLevel,
    lineSink((text) => process.stderr.write(text)),
  );
  const running = await serve(config, log);
  process.stdout.write(banner(config, running));
  const stop = (): void => {
    process.stdout.write('Holdfast is stopping.\n');
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error: String(error) }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return running;
}

function banner(config: Config, { origin, listening, firstOwner }: Running): string {
  const lines = ['', `Holdfast is running at ${origin} (listening on ${listening}).`];
  if (config.policyFile === null) lines.push('The shipped default policy applies unless another was applied before.');
  if (firstOwner !== null) {
    lines.push('', 'Nobody administers it yet. Open this link within one hour to become the first administrator:');
    lines.push('', `  ${firstOwner.link}`, '', 'Lost it? Print a new one with: npx holdfast admin invite');
  }
  return `${lines.join('\n')}\n\n`;
}

if (import.meta.main) {
  main(process.env).catch((error: unknown) => {
    process.stderr.write(`Holdfast could not start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
