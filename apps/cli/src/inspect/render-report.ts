import type { InspectNode, InspectReport, JudgedStep } from '@holdfast/server/commands';
import { wrap } from './wrap.ts';

const WIDTH = 100;
/** Longer values are cut on the screen; `--json` has all of them. */
const VALUE_LENGTH_MAX = 200;

type Paint = (text: string) => string;
export type Palette = {
  readonly good: Paint;
  readonly bad: Paint;
  readonly open: Paint;
  readonly strong: Paint;
  readonly dim: Paint;
};

const ansi =
  (code: number): Paint =>
  (text) =>
    `\u001b[${code}m${text}\u001b[0m`;
const plain: Paint = (text) => text;
export const plainPalette: Palette = { good: plain, bad: plain, open: plain, strong: plain, dim: plain };
export const colours: Palette = {
  good: ansi(32),
  bad: ansi(31),
  open: ansi(33),
  strong: ansi(1),
  dim: ansi(2),
};

/** What a person reads: the verdict, every step, every field. At most 100 columns wide. */
export function renderReport(report: InspectReport, paint: Palette): string {
  return [
    ...verdictLines(report, paint),
    '',
    paint.strong(`Steps of the ${report.ceremony}`),
    ...report.steps.flatMap((step) => stepLines(step, paint)),
    '',
    paint.strong('Fields'),
    ...report.tree.flatMap((node) => nodeLines(node, '', '', paint)),
    '',
  ].join('\n');
}

function verdictLines(
  { ceremony, verdict, attestation, notCompared }: InspectReport,
  paint: Palette,
): readonly string[] {
  const heading = {
    accept: paint.good('✓ ACCEPTED'),
    reject: paint.bad('✗ REFUSED'),
    open: paint.open('– NOTHING FOUND AGAINST IT'),
  };
  const where = verdict.step === null ? '' : `, at step ${verdict.step} (${verdict.cites ?? ''})`;
  const trust =
    attestation === null
      ? []
      : entry(
          'Attestation',
          `${attestation.format}, ${attestation.type}, ${attestation.trusted ? 'trusted' : 'not trusted'}. ${attestation.reasons.join(' ')}`,
        );
  return [
    `${heading[verdict.outcome]}  ${paint.strong(ceremony)}${where}`,
    '',
    ...entry('What was found', verdict.operator),
    ...verdict.values.flatMap(({ name, value }) => entry(`  ${name}`, value)),
    ...(verdict.person === null ? [] : entry('The person reads', verdict.person)),
    ...entry('What to do', verdict.advice),
    ...trust,
    ...(verdict.code === null ? [] : entry('Code', verdict.code)),
    ...(notCompared.length === 0 ? [] : entry('Not compared', `${notCompared.length} steps, marked – below`)),
  ];
}

const LABEL_WIDTH = 18;

function entry(label: string, text: string): readonly string[] {
  const width = Math.max(LABEL_WIDTH, label.length + 2);
  return wrap(text, WIDTH - width).map((line, index) => `${(index === 0 ? label : '').padEnd(width)}${line}`);
}

const marks = { holds: '✓', refused: '✗', open: '–', not_reached: '–', elsewhere: '–' } as const;

function stepLines({ id, cites, outcome, text }: JudgedStep, paint: Palette): readonly string[] {
  const marked = {
    holds: paint.good,
    refused: paint.bad,
    open: paint.open,
    not_reached: paint.dim,
    elsewhere: paint.dim,
  };
  const section = cites.replace(/^L3 /, '');
  const head = `${id.padEnd(24)}${section.padEnd(15)}`;
  const indent = ' '.repeat(2 + head.length);
  return wrap(text, WIDTH - indent.length).map((line, index) =>
    index === 0 ? `${marked[outcome](marks[outcome])} ${head}${line}` : `${indent}${line}`,
  );
}

/** @param first what stands before the node itself, @param next before everything below it */
function nodeLines(node: InspectNode, first: string, next: string, paint: Palette): readonly string[] {
  const { label, value, sizeBytes, note, step, children = [] } = node;
  const shown = value.length <= VALUE_LENGTH_MAX ? value : `${value.slice(0, VALUE_LENGTH_MAX)}…`;
  const beside = [
    ...(sizeBytes === undefined ? [] : [sizeBytes === 1 ? '1 byte' : `${sizeBytes} bytes`]),
    ...(note === undefined ? [] : [note]),
    ...(step === undefined ? [] : [`step ${step}`]),
  ];
  const text = `${label}${shown === '' ? '' : `: ${shown}`}${beside.length === 0 ? '' : ` (${beside.join('; ')})`}`;
  const under = children.length === 0 ? next : `${next}│`;
  const lines = wrap(text, WIDTH - Math.max(first.length, under.length + 2)).map((line, index) =>
    index === 0
      ? `${paint.dim(first)}${line.replace(label, () => paint.strong(label))}`
      : `${paint.dim(under.padEnd(next.length + 2))}${line}`,
  );
  const below = children.flatMap((child, index) =>
    index === children.length - 1
      ? nodeLines(child, `${next}└ `, `${next}  `, paint)
      : nodeLines(child, `${next}├ `, `${next}│ `, paint),
  );
  return [...lines, ...below];
}
