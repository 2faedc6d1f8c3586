import { type Instant, instant } from '@holdfast/kernel';
import { type EntryProblem, entryIdentities, entryKey, type MetadataEntry, type StatusReport } from './entry.ts';
import {
  certificateText,
  type Note,
  type Place,
  readCount,
  readDate,
  readList,
  readText,
  readWords,
} from './read-members.ts';
import { readStatement } from './read-statement.ts';
import { isObject, type JsonObject, member } from './untrusted-json.ts';

/** An entry, or null where there is none to take, and what was wrong in it. */
export type ReadEntry = { readonly entry: MetadataEntry | null; readonly problems: readonly EntryProblem[] };

const REPORTS_MAX = 1024;
const KEY_IDENTIFIERS_MAX = 1024;
const PROBLEMS_MAX = 64;
const STATUS_CHARS_MAX = 64;
const aaguidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const zeroAaguid = '00000000-0000-0000-0000-000000000000';
const keyIdentifierPattern = /^[0-9a-f]{40}$/;
const aaidPattern = /^[0-9a-f]{4}#[0-9a-f]{4}$/;

type Identity = Pick<MetadataEntry, 'aaguid' | 'keyIdentifiers' | 'aaid'>;

/**
 * MDS 3.1.1 §3.1.1, one entry by itself: published entries break the schema now and then, and one that does must not hide another. Left
 * out is an entry that names no model, two models, or holds no list of reports, because whether that model can be trusted is not known.
 */
export function readEntry(value: unknown, index: number): ReadEntry {
  const problems: EntryProblem[] = [];
  let about: string | null = null;
  const note = (path: string, why: string, isSkipped = false): void => {
    if (problems.length < PROBLEMS_MAX || isSkipped) problems.push({ index, entry: about, isSkipped, path, why });
  };
  const skip = (path: string, why: string): ReadEntry => {
    note(path, why, true);
    return { entry: null, problems };
  };
  if (!isObject(value)) return skip('', 'is not an object');
  const identity = readIdentity({ object: value, path: '', note });
  if (typeof identity === 'string') return skip('', identity);
  about = entryKey(identity);

  const statement = member(value, 'metadataStatement') ?? null;
  if (statement !== null && !isObject(statement)) return skip('metadataStatement', 'is not an object');
  if (statement !== null && !isSameModel(identity, statement)) {
    return skip('metadataStatement', 'describes another model than the entry names');
  }
  const place: Place = { object: value, path: '', note };
  const reports = readList(place, 'statusReports', REPORTS_MAX);
  if (reports === null)
    return skip('statusReports', 'is missing or not a list, so that the state of the model is not known');
  const entry: MetadataEntry = {
    ...identity,
    statement: statement === null ? null : readStatement({ object: statement, path: 'metadataStatement.', note }),
    reports: reports.flatMap((report, number) => readReport(report, `statusReports[${number}]`, note)),
    lastChangeAt: readDate(place, 'timeOfLastStatusChange'),
  };
  return { entry, problems };
}

/** @returns on failure why there is no identity. */
function readIdentity(place: Place): Identity | string {
  const [aaguid, aaid] = [
    readText(place, 'aaguid')?.toLowerCase() ?? null,
    readText(place, 'aaid')?.toLowerCase() ?? null,
  ];
  const listed = readList(place, 'attestationCertificateKeyIdentifiers', KEY_IDENTIFIERS_MAX) ?? [];
  const keyIdentifiers = listed.flatMap((each, index) => {
    const text = typeof each === 'string' ? each.toLowerCase() : '';
    if (keyIdentifierPattern.test(text)) return [text];
    place.note(`attestationCertificateKeyIdentifiers[${index}]`, 'is not the SHA-1 of a key in hex');
    return [];
  });
  if (aaguid !== null && !aaguidPattern.test(aaguid)) return 'has an AAGUID that is none';
  if (aaguid === zeroAaguid) return 'has the AAGUID zero, which means "no model"';
  if (aaid !== null && !aaidPattern.test(aaid)) return 'has an AAID that is none';
  if (aaguid !== null && aaid !== null) return 'has an AAGUID and an AAID';
  if (aaguid === null && aaid === null && keyIdentifiers.length === 0) return 'names no model';
  return { aaguid, keyIdentifiers: [...new Set(keyIdentifiers)], aaid };
}

/** A statement repeats the identity of its entry. Where it names another model, one of the two is about something else. */
function isSameModel({ aaguid, aaid }: Identity, statement: JsonObject): boolean {
  const agrees = (name: string, expected: string | null) => {
    const value = member(statement, name) ?? null;
    return value === null || (typeof value === 'string' && value.toLowerCase() === expected);
  };
  return agrees('aaguid', aaguid) && agrees('aaid', aaid);
}

function readReport(value: unknown, path: string, note: Note): readonly StatusReport[] {
  const status = isObject(value) ? member(value, 'status') : undefined;
  if (!isObject(value) || typeof status !== 'string' || status === '' || status.length > STATUS_CHARS_MAX) {
    note(path, 'has no status');
    return [];
  }
  const place: Place = { object: value, path: `${path}.`, note };
  return [
    {
      status,
      effectiveAt: readDate(place, 'effectiveDate'),
      sunsetAt: readDate(place, 'sunsetDate'),
      authenticatorVersion: readCount(place, 'authenticatorVersion'),
      certificates: readScope(place),
      url: readText(place, 'url'),
      certificateNumber: readText(place, 'certificateNumber'),
      certificationDescriptor: readText(place, 'certificationDescriptor'),
      certificationPolicyVersion: readText(place, 'certificationPolicyVersion'),
      certificationRequirementsVersion: readText(place, 'certificationRequirementsVersion'),
      certificationProfiles: readWords(place, 'certificationProfiles'),
      fipsRevision: readCount(place, 'fipsRevision'),
      fipsPhysicalSecurityLevel: readCount(place, 'fipsPhysicalSecurityLevel'),
    },
  ];
}

/** A scope that cannot be read is no scope: a report then is about the whole model, which is the careful reading. */
function readScope({ object, path, note }: Place): readonly string[] {
  const certificates = ['batchCertificate', 'certificate'].map((name) => {
    const value = member(object, name) ?? null;
    const text = value === null ? null : certificateText(value);
    if (value !== null && text === null) note(`${path}${name}`, 'is not a certificate');
    return { isUnreadable: value !== null && text === null, text };
  });
  if (certificates.some(({ isUnreadable }) => isUnreadable)) return [];
  return certificates.flatMap(({ text }) => (text === null ? [] : [text]));
}

/**
 * Entries about one model are one entry, whatever their order: the reports of all of them count, so that none can hide a report of
 * another, and the statement is the one that was changed last.
 */
export function mergeEntries(entries: readonly MetadataEntry[]): readonly MetadataEntry[] {
  type Group = { members: MetadataEntry[]; readonly identities: Set<string> };
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const identities = new Set(entryIdentities(entry));
    const found = new Set([...identities].flatMap((identity) => groups.get(identity) ?? []));
    const [group = { members: [], identities: new Set<string>() }, ...others] = found;
    group.members.push(entry);
    for (const other of others) {
      group.members = group.members.concat(other.members);
      for (const identity of other.identities) identities.add(identity);
    }
    for (const identity of identities) {
      group.identities.add(identity);
      groups.set(identity, group);
    }
  }
  const merged = [...new Set(groups.values())].map(({ members }) => mergeGroup(members));
  return merged.sort((a, b) => (entryKey(a) < entryKey(b) ? -1 : 1));
}

function mergeGroup(group: readonly MetadataEntry[]): MetadataEntry {
  const text = (value: unknown) => JSON.stringify(value);
  const [first, ...rest] = group.toSorted(
    (a, b) =>
      (b.lastChangeAt ?? 0) - (a.lastChangeAt ?? 0) ||
      (b.statement?.authenticatorVersion ?? -1) - (a.statement?.authenticatorVersion ?? -1) ||
      (text(a) < text(b) ? -1 : 1),
  );
  if (first === undefined) throw new RangeError('no entries to merge');
  if (rest.length === 0) return first;
  const reports = new Map([first, ...rest].flatMap((entry) => entry.reports.map((report) => [text(report), report])));
  return {
    ...first,
    keyIdentifiers: [...new Set(group.flatMap(({ keyIdentifiers }) => keyIdentifiers))].sort(),
    statement: first.statement ?? rest.find(({ statement }) => statement !== null)?.statement ?? null,
    reports: [...reports.values()],
    lastChangeAt: latest(group.map(({ lastChangeAt }) => lastChangeAt)),
  };
}

function latest(times: readonly (Instant | null)[]): Instant | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : instant(Math.max(...known));
}
