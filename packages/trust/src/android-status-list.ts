import type { Certificate } from '@holdfast/encoding';
import { err, ok, type Result } from '@holdfast/kernel';

/** Serial numbers, lower-case hex without leading zeros, that Google has withdrawn, and why. */
export type AndroidStatusList = ReadonlyMap<
  string,
  { readonly status: 'REVOKED' | 'SUSPENDED'; readonly reason: string | null }
>;

const serialPattern = /^(?:0|[1-9a-f][0-9a-f]*)$/;

/**
 * Reads the document at android.googleapis.com/attestation/status. Its keys are hexadecimal, also where they look decimal, because
 * Google picks serial numbers whose digits are decimal. `expires` is a hint of years ago and says nothing about the key.
 *
 * @param content what a JSON parser gave.
 * @returns on failure every mistake, as sentences; a list that is only partly understood would clear what it revokes.
 */
export function parseAndroidStatusList(content: unknown): Result<AndroidStatusList, readonly string[]> {
  const entries = isRecord(content) ? own(content, 'entries') : undefined;
  if (!isRecord(entries)) return err(['The status list has no object "entries".']);
  const list = new Map<string, { readonly status: 'REVOKED' | 'SUSPENDED'; readonly reason: string | null }>();
  const mistakes: string[] = [];
  for (const [serial, entry] of Object.entries(entries)) {
    const status = isRecord(entry) ? own(entry, 'status') : undefined;
    const reason = isRecord(entry) ? own(entry, 'reason') : undefined;
    if (!serialPattern.test(serial)) mistakes.push(`"${serial.slice(0, 64)}" is not a serial number.`);
    else if (status === 'REVOKED' || status === 'SUSPENDED')
      list.set(serial, { status, reason: typeof reason === 'string' ? reason : null });
    else mistakes.push(`The serial number ${serial} has a status that is not known.`);
  }
  return mistakes.length === 0 ? ok(list) : err(mistakes);
}

/** One certificate that the list names. */
export type AndroidRevocation = {
  readonly serial: string;
  readonly status: 'REVOKED' | 'SUSPENDED';
  /** A sentence for operators. */
  readonly text: string;
};

/** Each certificate that the list names. Suspended counts like revoked. */
export function androidRevocations(
  certificates: readonly Certificate[],
  list: AndroidStatusList,
): readonly AndroidRevocation[] {
  return certificates.flatMap(({ serial, subjectText }) => {
    const entry = list.get(serial);
    if (entry === undefined) return [];
    const { status, reason } = entry;
    const why = reason === null ? '' : ` (${reason})`;
    const text = `"${subjectText}" with the serial number ${serial} is ${status}${why} in Google's status list.`;
    return [{ serial, status, text }];
  });
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
