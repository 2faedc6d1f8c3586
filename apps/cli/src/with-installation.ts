import { type Config, loadConfig, type OpenInstallation, openForCommand } from '@holdfast/server/commands';
import type { ExitCode, Terminal } from './command.ts';

/** The configuration, or null after every problem was printed with its remedy. */
export function configFor(terminal: Terminal): Config | null {
  const config = loadConfig(terminal.env);
  if (config.ok) return config.value;
  terminal.err('holdfast: this configuration cannot be used:\n');
  for (const { setting, message } of config.error) terminal.err(`  ${setting} ${message}\n`);
  return null;
}

/** Runs a command on the installation that the configuration names, and closes its database whatever happens. */
export async function withInstallation(
  terminal: Terminal,
  work: (installation: OpenInstallation) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = configFor(terminal);
  if (config === null) return 2;
  const opened = await openForCommand(config);
  if (!opened.ok) {
    terminal.err(`holdfast: ${opened.error}\n`);
    return 1;
  }
  try {
    return await work(opened.value);
  } finally {
    await opened.value.database.close();
  }
}
