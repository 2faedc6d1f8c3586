import { explainPolicy, findPersonByUsername } from '@holdfast/server/commands';
import { type Command, jsonOption, printJson, printRefusal } from '../command.ts';
import { withInstallation } from '../with-installation.ts';

type Explained = Extract<Awaited<ReturnType<typeof explainPolicy>>, { ok: true }>['value'];

export const policyExplain: Command = {
  name: 'policy explain',
  summary: 'Tells rule by rule why a person’s passkeys get their verdicts',
  usage: '--person USERNAME [--credential ID] [--json]',
  help: 'Judges what is stored of each passkey by the policy in force now. Exits with 1 when a passkey is refused.',
  options: {
    person: { type: 'string', help: 'Username of the person.' },
    credential: { type: 'string', help: 'Only the passkey with this id.' },
    ...jsonOption,
  },
  positionalsMax: 0,
  run: async (terminal, { person: username, credential, json }) => {
    if (typeof username !== 'string') {
      terminal.err('holdfast: policy explain needs --person USERNAME\n');
      return 2;
    }
    return await withInstallation(terminal, async (installation) => {
      const person = await findPersonByUsername(installation.database.queries, username.toLowerCase());
      if (person === null) {
        terminal.err(`holdfast: there is no person with the username ${username}\n`);
        return 1;
      }
      const wanted = typeof credential === 'string' ? credential : undefined;
      const explained = await explainPolicy(installation, person.id, wanted);
      if (!explained.ok) return printRefusal(terminal, explained.error);
      if (json === true) printJson(terminal, asJson(explained.value));
      else terminal.out(asText(explained.value));
      return explained.value.credentials.some(({ verdict }) => verdict.outcome === 'refused') ? 1 : 0;
    });
  },
};

function asJson({ person, effective, settings, credentials }: Explained) {
  const { username, displayName, groups } = person;
  const { populations } = effective;
  return {
    person: { username, displayName, groups },
    populations,
    effective: settings,
    credentials: credentials.map(({ id, name, verdict }) => ({ id, name, verdict })),
  };
}

function asText({ person, effective, settings, credentials }: Explained): string {
  const groups = person.groups.length === 0 ? 'no group' : person.groups.join(', ');
  const populations =
    effective.populations.length === 0 ? 'none, so nothing is allowed' : effective.populations.join(', ');
  return [
    `${person.displayName} (${person.username}) is in: ${groups}`,
    `Populations that apply: ${populations}`,
    ...settings.map(({ key, value, decidedBy }) => `  ${key}: ${value} (${decidedBy})`),
    ...(credentials.length === 0 ? ['', 'No passkeys.'] : []),
    ...credentials.flatMap(({ id, name, text }) => ['', `Passkey “${name}” (${id})`, text.trimEnd()]),
    '',
  ].join('\n');
}
