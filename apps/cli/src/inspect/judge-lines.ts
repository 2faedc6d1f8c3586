import type { Instant } from '@holdfast/kernel';
import { type InspectVerdict, inspectCase, notJudged } from '@holdfast/server/commands';
import { type Line, readLines } from './read-lines.ts';

/** A case holds one ceremony; a genuine one has some kilobytes. */
export const LINE_BYTES_MAX = 1_048_576;

export type JudgedLine = { readonly verdict: InspectVerdict; readonly wasJudged: boolean };

/** One verdict for each line that is not blank, in the order of the lines. */
export async function* judgeLines(stream: AsyncIterable<Uint8Array>, now: () => Instant): AsyncGenerator<JudgedLine> {
  for await (const line of readLines(stream, LINE_BYTES_MAX)) {
    const verdict = judgeLine(line, now());
    if (verdict !== null) yield { verdict, wasJudged: verdict.problems === undefined };
  }
}

function judgeLine(line: Line, now: Instant): InspectVerdict | null {
  if (line.at === 'too_long') return notJudged(null, 'inspect.line_too_long');
  const text = decode(line.bytes);
  if (text === null) return notJudged(null, 'inspect.not_json');
  if (text.trim() === '') return null;
  const parsed = parse(text);
  return parsed.ok ? inspectCase(parsed.value, { now }) : notJudged(null, 'inspect.not_json');
}

/** A byte order mark is stripped; bytes that are not UTF-8 are not read as something else. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function parse(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
