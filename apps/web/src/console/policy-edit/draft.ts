/** What a draft was started from. */
export type Start =
  | { readonly at: 'force'; readonly version: number }
  | { readonly at: 'version'; readonly version: number }
  | { readonly at: 'proposal'; readonly id: string };

/** A text that is not in force. What was asked about it belongs to the letters that it was asked about. */
export type Draft = {
  readonly start: Start;
  readonly source: string;
  /** As it was when the draft was started; the same text is no draft. */
  readonly original: string;
  /** The text that was compared last; null where none was. */
  readonly compared: string | null;
  readonly impact: { readonly source: string; readonly jobId: string } | null;
};

export function newDraft(start: Start, source: string): Draft {
  return { start, source, original: source, compared: null, impact: null };
}

export function isChanged({ source, original }: Draft): boolean {
  return source !== original;
}

/** Whether the text as it is now was compared. */
export function isCompared({ source, compared }: Draft): boolean {
  return source === compared;
}

/** The job that worked out whom the text as it is now concerns. */
export function jobOf({ source, impact }: Draft): string | null {
  return impact?.source === source ? impact.jobId : null;
}

export function isSameStart(a: Start, b: Start): boolean {
  if (a.at === 'proposal' || b.at === 'proposal') return a.at === b.at && 'id' in a && 'id' in b && a.id === b.id;
  return a.at === b.at && a.version === b.version;
}

/** Under which name a tab keeps the draft of one person: whoever signs in after them does not find it. */
export function draftKey(personId: string): string {
  return `holdfast.policy-draft.${personId}`;
}

/** Reads what a tab kept. Anything else than a draft of this release is none. */
export function readDraft(kept: string | null): Draft | null {
  if (kept === null) return null;
  try {
    const read: unknown = JSON.parse(kept);
    return isDraft(read) ? read : null;
  } catch {
    return null;
  }
}

function isDraft(value: unknown): value is Draft {
  if (!isRecord(value) || typeof value['source'] !== 'string' || typeof value['original'] !== 'string') return false;
  const { start, compared, impact } = value;
  const isAsked = impact === null || (isRecord(impact) && isText(impact['source']) && isText(impact['jobId']));
  return isStart(start) && (compared === null || isText(compared)) && isAsked;
}

function isStart(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (value['at'] === 'proposal') return isText(value['id']);
  return (value['at'] === 'force' || value['at'] === 'version') && Number.isSafeInteger(value['version']);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
