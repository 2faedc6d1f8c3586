import type { Api } from '@holdfast/server/contract';
import { count } from '../count.ts';
import { wordOf, words } from '../words.ts';

type Answer = Api['POST /api/v1/inspect']['answer'];
export type Report = NonNullable<Answer['report']>;
export type NotInspected = NonNullable<Answer['notInspected']>;
export type Step = Report['steps'][number];
export type Node = Report['tree'][number];

/** What an inspection came to: exactly one of these. */
export type Inspected =
  | { readonly at: 'report'; readonly report: Report }
  | { readonly at: 'not_inspected'; readonly why: NotInspected };

export function inspectedOf({ report, notInspected }: Answer): Inspected {
  if (report !== null) return { at: 'report', report };
  return { at: 'not_inspected', why: notInspected ?? { message: words('inspect.notInspected'), problems: [] } };
}

export const TEXT_LENGTH_MAX = 98_304;

/** What is wrong with a text before it is sent; undefined where nothing is. */
export function inspectable(text: string): string | undefined {
  if (text.trim() === '') return words('inspect.missing');
  return text.length > TEXT_LENGTH_MAX ? words('inspect.tooLong') : undefined;
}

export const verdictKinds = { accept: 'good', reject: 'bad', open: 'attention' } as const;
const stepKinds = {
  holds: 'done',
  refused: 'bad',
  open: 'attention',
  not_reached: 'none',
  elsewhere: 'none',
} as const satisfies Record<Step['outcome'], string>;

/** A step that was not reached and would refuse too is worth a look; what is done elsewhere, or would hold, is not. */
export function stepKind({ outcome, code }: Step): 'done' | 'bad' | 'attention' | 'none' {
  return outcome === 'not_reached' && code !== undefined ? 'attention' : stepKinds[outcome];
}

/** The verdict in one line. */
export function headline({ ceremony, verdict }: Report): string {
  const outcome = `${words(`inspect.ceremony.${ceremony}`)}: ${words(`inspect.outcome.${verdict.outcome}`).toLowerCase()}`;
  if (verdict.step === null) return outcome;
  return `${outcome} ${words('inspect.atStep', { step: verdict.step, cites: verdict.cites ?? '' })}`;
}

/** What the verdict says, as names and values in the order of reading. */
export function verdictLines({ verdict, attestation, notCompared }: Report) {
  const values = verdict.values.map(({ name, value }) =>
    line(`value ${name}`, wordOf('inspect.values', name) ?? name, value),
  );
  return [
    line('found', words('inspect.found'), verdict.operator),
    ...values,
    ...(verdict.person === null ? [] : [line('person', words('inspect.person'), verdict.person)]),
    line('advice', words('inspect.advice'), verdict.advice),
    ...(attestation === null ? [] : [line('attestation', words('inspect.attestation'), attestationText(attestation))]),
    ...(notCompared.length === 0
      ? []
      : [line('open', words('inspect.notCompared', { count: count(notCompared.length) }), notCompared.join(' '))]),
    ...(verdict.code === null ? [] : [{ ...line('code', words('inspect.code'), verdict.code), long: true }]),
  ];
}

function line(key: string, name: string, value: string) {
  return { key, name, value, long: false };
}

function attestationText({ format, type, trusted, reasons }: NonNullable<Report['attestation']>): string {
  const said = trusted ? words('inspect.trusted') : words('inspect.notTrusted');
  return `${format}, ${type}, ${said}. ${reasons.join(' ')}`;
}

/** Whether the node, or one below it, was used by the step that refused: then it is worth seeing at once. */
export function leadsTo(node: Node, step: string | null): boolean {
  if (step === null) return false;
  return node.step === step || (node.children ?? []).some((child) => leadsTo(child, step));
}

/** Which branches are open to begin with. */
export type Opening = 'as_needed' | 'all' | 'none';

export function isOpenAtFirst(node: Node, depth: number, step: string | null, opening: Opening): boolean {
  if (opening !== 'as_needed') return opening === 'all';
  return depth === 0 || (node.children ?? []).some((child) => leadsTo(child, step));
}

/** `71 bytes · over authenticator data · step signature`. */
export function besideText({ sizeBytes, note, step }: Node): string {
  return [
    ...(sizeBytes === undefined ? [] : [words('inspect.bytes', { count: count(sizeBytes) })]),
    ...(note === undefined ? [] : [note]),
    ...(step === undefined ? [] : [words('inspect.usedBy', { step })]),
  ].join(' · ');
}
