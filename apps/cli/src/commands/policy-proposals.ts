import { listProposals, type PolicyProposal } from '@holdfast/server/commands';
import { type Command, jsonOption, printJson } from '../command.ts';
import { withInstallation } from '../with-installation.ts';

const SHOWN_MAX = 100;

export const policyProposals: Command = {
  name: 'policy proposals',
  summary: 'Lists changes of the policy that wait for a second person',
  usage: '[--all] [--json]',
  help: 'Newest first. They are approved in the console, by somebody other than who proposed them.',
  options: { all: { type: 'boolean', help: 'Those that were decided too, at most 100.' }, ...jsonOption },
  positionalsMax: 0,
  run: (terminal, { all, json }) =>
    withInstallation(terminal, async ({ database, now }) => {
      const states = all === true ? undefined : (['open'] as const);
      const { rows } = await listProposals(database.queries, states, now(), { after: null, limit: SHOWN_MAX });
      if (json === true) printJson(terminal, rows.map(asJson));
      else if (rows.length === 0) terminal.out('No change of the policy waits.\n');
      else terminal.out(rows.map(asText).join('\n'));
      return 0;
    }),
};

function asJson({ proposedAt, expiresAt, decidedAt, ...proposal }: PolicyProposal) {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    ...proposal,
    proposedAt: iso(proposedAt),
    expiresAt: iso(expiresAt),
    decidedAt: decidedAt === null ? null : iso(decidedAt),
  };
}

const via = { cli: 'the command line', start: 'the file of a starting server', person: 'somebody' } as const;

function asText({
  id,
  state,
  baseVersion,
  note,
  force,
  proposedBy,
  proposedVia,
  proposedAt,
  expiresAt,
}: PolicyProposal) {
  const day = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return [
    `${id}  ${state}, a change of version ${baseVersion}${force ? ', under which no owner may be able to sign in' : ''}`,
    `  proposed ${day(proposedAt)} UTC by ${proposedBy?.username ?? via[proposedVia]}, until ${day(expiresAt)} UTC`,
    ...(note === '' ? [] : [`  ${note}`]),
    '',
  ].join('\n');
}
