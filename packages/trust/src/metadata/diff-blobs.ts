import { type Instant, toIso } from '@holdfast/kernel';
import type { VerifiedBlob } from './blob.ts';
import { entryIdentities, entryKey, entryName, type MetadataEntry, type StatusReport } from './entry.ts';
import { type ModelStatus, statusOf } from './status-of.ts';

/** One difference between two BLOBs that a decision may depend on. */
export type BlobChange = {
  readonly kind:
    | 'model-added'
    | 'model-removed'
    | 'report-added'
    | 'report-withdrawn'
    | 'roots-changed'
    | 'certification-changed'
    | 'synchronisation-changed'
    | 'update-without-version';
  /** Identity of the model, as `entryKey` writes it, in the newer BLOB that has it. */
  readonly entry: string;
  /** A sentence for operators. */
  readonly text: string;
};

/**
 * What a new BLOB changes, model by model. The order of documents means nothing; neither does what no decision looks at.
 *
 * @param at when reports count as in effect.
 */
export function diffBlobs(
  before: Pick<VerifiedBlob, 'entries'>,
  after: Pick<VerifiedBlob, 'entries'>,
  at: Instant,
): readonly BlobChange[] {
  const known = new Map(before.entries.flatMap((entry) => entryIdentities(entry).map((identity) => [identity, entry])));
  const kept = new Set<MetadataEntry>();
  const changes = after.entries.flatMap((entry) => {
    const earlier = entryIdentities(entry).flatMap((identity) => known.get(identity) ?? []);
    const [old] = earlier;
    for (const each of earlier) kept.add(each);
    return old === undefined ? [change(entry, 'model-added', addedText(entry, at))] : compare(old, entry, at);
  });
  const removed = before.entries.filter((entry) => !kept.has(entry));
  return [
    ...changes,
    ...removed.map((entry) =>
      change(entry, 'model-removed', `${entryName(entry)} is no longer listed: nothing proves this model any more.`),
    ),
  ];
}

function change(entry: MetadataEntry, kind: BlobChange['kind'], text: string): BlobChange {
  return { kind, entry: entryKey(entry), text };
}

function addedText(entry: MetadataEntry, at: Instant): string {
  return `${entryName(entry)} is new in the metadata (${certificationWords(statusOf(entry, at))}).`;
}

function compare(old: MetadataEntry, entry: MetadataEntry, at: Instant): readonly BlobChange[] {
  return [
    ...compareReports(old, entry),
    ...compareRoots(old, entry),
    ...compareCertification(old, entry, at),
    ...compareSynchronisation(old, entry),
  ];
}

function compareReports(old: MetadataEntry, entry: MetadataEntry): readonly BlobChange[] {
  const missingFrom = (others: readonly StatusReport[], reports: readonly StatusReport[]) => {
    const there = new Set(others.map((report) => JSON.stringify(report)));
    return reports.filter((report) => !there.has(JSON.stringify(report)));
  };
  const added = missingFrom(old.reports, entry.reports);
  const withdrawn = missingFrom(entry.reports, old.reports);
  const name = entryName(entry);
  return [
    ...added.map((report) => change(entry, 'report-added', `${name}: new report ${reportWords(report)}.`)),
    ...withdrawn.map((report) =>
      change(entry, 'report-withdrawn', `${name}: report ${reportWords(report)} withdrawn.`),
    ),
    ...(added.some(({ status }) => status === 'UPDATE_AVAILABLE') && !versionRose(old, entry)
      ? [
          change(
            entry,
            'update-without-version',
            `${name}: an update is reported, but the version of the statement did not rise, so that it answers no earlier report.`,
          ),
        ]
      : []),
  ];
}

function versionRose(old: MetadataEntry, entry: MetadataEntry): boolean {
  return (entry.statement?.authenticatorVersion ?? 0) > (old.statement?.authenticatorVersion ?? 0);
}

function reportWords({ status, effectiveAt, certificates }: StatusReport): string {
  const since = effectiveAt === null ? '' : `, effective ${toIso(effectiveAt).slice(0, 10)}`;
  return `${status}${since}${certificates.length === 0 ? '' : ', of one batch'}`;
}

function compareRoots(old: MetadataEntry, entry: MetadataEntry): readonly BlobChange[] {
  const rootsOf = ({ statement }: MetadataEntry) => new Set(statement?.attestationRootCertificates ?? []);
  const added = rootsOf(entry).difference(rootsOf(old)).size;
  const removed = rootsOf(old).difference(rootsOf(entry)).size;
  if (added === 0 && removed === 0) return [];
  const text = `${entryName(entry)}: root certificates changed, ${added} added and ${removed} removed.`;
  return [change(entry, 'roots-changed', text)];
}

function compareCertification(old: MetadataEntry, entry: MetadataEntry, at: Instant): readonly BlobChange[] {
  const [earlier, now] = [certificationWords(statusOf(old, at)), certificationWords(statusOf(entry, at))];
  if (earlier === now) return [];
  return [change(entry, 'certification-changed', `${entryName(entry)}: was ${earlier}, is ${now}.`)];
}

function certificationWords({ certification: { isCertified, level, fips } }: ModelStatus): string {
  const fido = isCertified ? `FIDO certified${level === null ? '' : ` ${level}`}` : 'not FIDO certified';
  if (fips === null) return fido;
  return `${fido}, FIPS 140${fips.revision === null ? '' : `-${fips.revision}`} level ${fips.level}`;
}

function compareSynchronisation(old: MetadataEntry, entry: MetadataEntry): readonly BlobChange[] {
  const [earlier, now] = [old, entry].map(({ statement }) => statement?.multiDeviceCredentialSupport ?? 'unsupported');
  if (earlier === now) return [];
  const text = `${entryName(entry)}: support of credentials on several devices was ${earlier}, is ${now}.`;
  return [change(entry, 'synchronisation-changed', text)];
}
