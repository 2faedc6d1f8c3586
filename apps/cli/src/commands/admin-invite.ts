import { ensureFirstOwnerInvitation, inviteNewOwner, type OpenInstallation } from '@holdfast/server/commands';
import { type Command, type ExitCode, jsonOption, printJson, printRefusal, type Terminal } from '../command.ts';
import { withInstallation } from '../with-installation.ts';

type Link = { readonly link: string; readonly expiresAt: number };

export const adminInvite: Command = {
  name: 'admin invite',
  summary: 'Prints a link that enrols the first owner, or a new one',
  usage: '[--new-owner USERNAME] [--json]',
  help: 'Without an option: a new link for the first administrator, as long as no owner has enrolled; earlier links stop working.\nWith --new-owner: makes USERNAME an owner and prints their link. This is the way back in when no owner can sign in any\nmore; it is written to the audit log. The link works once and for one hour.',
  options: {
    'new-owner': { type: 'string', help: 'Username of somebody who never enrolled a passkey, known or new.' },
    ...jsonOption,
  },
  positionalsMax: 0,
  run: (terminal, options) =>
    withInstallation(terminal, async (installation) => {
      const asJson = options['json'] === true;
      const username = options['new-owner'];
      if (typeof username === 'string') return await newOwner(terminal, installation, username, asJson);
      const invitation = await ensureFirstOwnerInvitation(installation, { reissue: true, by: 'cli' });
      if (invitation !== null)
        return printLink(terminal, invitation, 'Open this link to become the first administrator', asJson);
      terminal.err(
        'holdfast: an owner has enrolled already, so there is no first link any more. Owners invite people in the console.\nIf no owner can sign in: holdfast admin invite --new-owner USERNAME\n',
      );
      return 1;
    }),
};

async function newOwner(
  terminal: Terminal,
  installation: OpenInstallation,
  username: string,
  asJson: boolean,
): Promise<ExitCode> {
  const invited = await inviteNewOwner(installation, username);
  if (!invited.ok) return printRefusal(terminal, invited.error);
  return printLink(terminal, invited.value, `${username} is an owner with this link`, asJson);
}

function printLink(terminal: Terminal, { link, expiresAt }: Link, title: string, asJson: boolean): ExitCode {
  const until = new Date(expiresAt).toISOString();
  if (asJson) printJson(terminal, { link, expiresAt: until });
  else terminal.out(`${title} (works once, until ${until}):\n\n  ${link}\n\n`);
  return 0;
}
