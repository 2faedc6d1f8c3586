import { listRoleHolders, type PersonSummary } from '@holdfast/server/commands';
import { type Command, jsonOption, printJson } from '../command.ts';
import { withInstallation } from '../with-installation.ts';

export const adminList: Command = {
  name: 'admin list',
  summary: 'Lists everybody who holds a role',
  usage: '[--json]',
  help: 'Owners, administrators, help-desk, approvers and auditors, by display name, with their state and active passkeys.',
  options: jsonOption,
  positionalsMax: 0,
  run: (terminal, { json }) =>
    withInstallation(terminal, async ({ database }) => {
      const people = await listRoleHolders(database.queries);
      if (json === true) printJson(terminal, people.map(asJson));
      else if (people.length === 0) terminal.out('Nobody holds a role yet. Start with: holdfast admin invite\n');
      else terminal.out(table([heading, ...people.map(cells)]));
      return 0;
    }),
};

function asJson({ username, displayName, status, roles, groups, passkeys, lastSignInAt }: PersonSummary) {
  const lastSignIn = lastSignInAt === null ? null : new Date(lastSignInAt).toISOString();
  return { username, displayName, status, roles, groups, passkeys, lastSignIn };
}

const heading = ['USERNAME', 'NAME', 'ROLES', 'STATE', 'PASSKEYS'];

function cells({ username, displayName, roles, status, passkeys }: PersonSummary): readonly string[] {
  return [username, displayName, roles.join(','), status, String(passkeys)];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}
