import { ApiError } from '../../api/client.ts';
import { describeError } from '../../design/describe-error.ts';
import { bytesText } from '../../words/bytes.ts';
import { count } from '../count.ts';
import { words } from '../words.ts';
import type { Imported } from './api.ts';

/** As the server takes it, with room for the JSON around it. */
export const FILE_BYTES_MAX = 24 * 1024 * 1024;

/** Public name of the refusal of a document that lists far less than the one in use: somebody may take it all the same. */
export const emptierName = 'trust_document_emptier';

export function fileProblem(file: { readonly size: number } | null): string | null {
  if (file === null) return words('import.missing');
  if (file.size === 0) return words('import.empty');
  return file.size > FILE_BYTES_MAX ? words('import.tooLarge', { most: bytesText(FILE_BYTES_MAX) }) : null;
}

/** Why a file was not taken. */
export type ImportRefusal = {
  readonly what: string;
  /** What is wrong in it, place by place. */
  readonly problems: readonly string[];
  readonly mayTakeEmptier: boolean;
  readonly requestId: string | undefined;
};

export function importRefusal(error: unknown): ImportRefusal {
  const { what, requestId } = describeError(error);
  const problems = error instanceof ApiError ? error.fields.map(({ message }) => message) : [];
  return { what, problems, mayTakeEmptier: error instanceof ApiError && error.name === emptierName, requestId };
}

/** Whether there is anything to put into use. */
export function wouldChange(documents: readonly Imported[]): boolean {
  return documents.some(({ outcome }) => outcome === 'replaced');
}

/** `No. 141 → No. 142`, or the first of its kind. */
export function numberText({ number, previousNumber }: Pick<Imported, 'number' | 'previousNumber'>): string | null {
  if (number === null) return null;
  const now = words('trust.number', { number: count(number) });
  return previousNumber === null || previousNumber === number
    ? now
    : words('import.from', { before: words('trust.number', { number: count(previousNumber) }), after: now });
}

export function entriesText({
  kind,
  entries,
  previousEntries,
}: Pick<Imported, 'kind' | 'entries' | 'previousEntries'>): string {
  const now = words(`trust.entries.${kind}`, { count: count(entries) });
  return previousEntries === null || previousEntries === entries
    ? now
    : words('import.entriesBefore', { now, before: count(previousEntries) });
}
