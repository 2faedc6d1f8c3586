import type { Command } from './command.ts';

/** What `holdfast help` says. */
export function helpText(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'holdfast: a self-hosted passkey authority for organisations',
    '',
    'Usage: holdfast COMMAND [OPTIONS]',
    '',
    ...list,
    `  ${'help'.padEnd(width)}  Says this, or with the name of a command what it does`,
    '',
    'holdfast --version prints the release. Exit codes: 0 done, 1 refused or problems found, 2 wrong usage or configuration.',
    '',
  ].join('\n');
}

export function helpOf({ name, usage, help, options }: Command): string {
  const entries = Object.entries(options);
  const width = Math.max(0, ...entries.map(([option]) => option.length));
  return [
    `Usage: ${`holdfast ${name} ${usage}`.trim()}`,
    '',
    help,
    ...(entries.length === 0
      ? []
      : ['', ...entries.map(([option, { help: text }]) => `  --${option.padEnd(width)}  ${text}`)]),
    '',
  ].join('\n');
}
