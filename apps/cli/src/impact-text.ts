import type { Result } from '@holdfast/kernel';
import {
  type ImpactNow,
  type ImpactResult,
  type ImpactState,
  impactNow,
  type NamedList,
  namedLists,
  namesOf,
  type OpenInstallation,
  type RefusedCall,
} from '@holdfast/server/commands';
import type { Terminal } from './command.ts';

/** Names that are printed of each list. */
const NAMES_SHOWN = 100;

/** What each list says of those on it. */
const words: { readonly [List in NamedList]: string } = {
  locked_out: 'can sign in today and could not any more',
  below_minimum: 'would have fewer passkeys than they have to',
  loses_passkey: 'would lose a passkey, and keep or lose their way in',
  gains_passkey: 'would have a passkey accepted that is not today',
  let_in: 'cannot sign in today and could then',
  locked_out_if_enforced: 'could not sign in if what is only monitored were enforced',
  refused_sign_in: 'signed in within 30 days with a passkey that would be refused',
};

/** Works an impact out and says how far it is, where somebody is looking. */
export async function weigh(
  terminal: Terminal,
  installation: OpenInstallation,
  source: string,
): Promise<Result<ImpactNow, RefusedCall>> {
  let shown = '';
  const done = await impactNow(installation, source, (state) => {
    const text = progressText(state);
    if (!terminal.isColoured || text === shown) return;
    shown = text;
    terminal.err(`\r${text}`);
  });
  if (shown !== '') terminal.err('\r\n');
  return done;
}

function progressText({ phase, done, total }: ImpactState): string {
  const percent = total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total));
  return `${phase === 'people' ? 'People' : 'Sign-ins'}: ${String(percent).padStart(3)} %`;
}

export type Named = { readonly [List in NamedList]?: readonly string[] };

/** The first names of each list, as `Display Name (username)`. */
export async function firstNames(
  { database }: Pick<OpenInstallation, 'database'>,
  named: ImpactNow['named'],
): Promise<Named> {
  const names: { [List in NamedList]?: readonly string[] } = {};
  for (const list of namedLists) {
    const people = await namesOf(database.queries, (named.get(list) ?? []).slice(0, NAMES_SHOWN));
    if (people.length > 0) names[list] = people.map(({ displayName, username }) => `${displayName} (${username})`);
  }
  return names;
}

/** An impact for people who read it in a terminal. */
export function impactText(result: ImpactResult, names: Named): string {
  const { baseVersion, all, models, monitored, signIns } = result;
  const counts: Record<NamedList, number> = { ...all, refused_sign_in: signIns.people };
  return [
    `Compared with version ${baseVersion}, which is in force, over ${count(all.people, 'person', 'people')} with passkeys:`,
    '',
    ...namedLists.flatMap((list) => listText(list, counts[list], names[list] ?? [])),
    '',
    ...table(
      ['POPULATION', 'PEOPLE', 'LOCKED OUT', 'BELOW MINIMUM'],
      result.populations.map(({ name, people, locked_out, below_minimum }) => [
        name === '' ? '(none)' : name,
        ...[people, locked_out, below_minimum].map(number),
      ]),
    ),
    ...table(
      ['CLASS', 'MODEL', 'PASSKEYS', 'LOST', 'GAINED'],
      models.map(({ class: what, model, passkeys, lost, gained }) => [
        what,
        model ?? '(no name)',
        ...[passkeys, lost, gained].map(number),
      ]),
    ),
    ...table(
      ['MONITORED RULE', 'POPULATION', 'PASSKEYS', 'PEOPLE'],
      monitored.map(({ rule, population, passkeys, people }) => [rule, population, ...[passkeys, people].map(number)]),
    ),
    signInText(signIns),
    '',
  ].join('\n');
}

function listText(list: NamedList, people: number, names: readonly string[]): readonly string[] {
  const head = `  ${number(people).padStart(9)}  ${words[list]}`;
  const more = people - names.length;
  return [
    head,
    ...names.map((name) => `             ${name}`),
    ...(names.length > 0 && more > 0 ? [`             and ${number(more)} more`] : []),
  ];
}

function signInText({ replayed, refused, isComplete }: ImpactResult['signIns']): string {
  const which = isComplete ? 'of the last 30 days' : '(the newest of the last 30 days)';
  return `Of ${count(replayed, 'sign-in', 'sign-ins')} ${which}, ${number(refused)} would have been refused.`;
}

/** Nothing where there are no rows. */
function table(heading: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return [...all.map((row) => line(row).trimEnd()), ''];
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function count(value: number, one: string, many: string): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}
