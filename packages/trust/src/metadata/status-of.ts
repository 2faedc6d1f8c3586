import { type Certificate, equalBytes } from '@holdfast/encoding';
import { type Instant, toIso } from '@holdfast/kernel';
import { firmwareVersion } from './attestation-certificate.ts';
import {
  authenticatorStatuses,
  type CertificationLevel,
  certificationLevels,
  type ProblemStatus,
  problemStatuses,
} from './authenticator-status.ts';
import { entryName, type MetadataEntry, type StatusReport } from './entry.ts';
import { readCertificate } from './signer.ts';

/** A report that speaks against a model, or against the one authenticator that was asked about. */
export type ModelProblem = {
  readonly status: ProblemStatus;
  /** Null: as long as it is listed. */
  readonly since: Instant | null;
  /** `batch`: some authenticators of the model only, and it is not known (or it is so) that this is one of them. */
  readonly scope: 'model' | 'batch';
  readonly url: string | null;
  /** A sentence for operators. */
  readonly text: string;
};

/** A report that an update of the firmware answers. */
export type ResolvedProblem = ModelProblem & {
  /** The firmware that mends it, and whether this authenticator is known to have it. */
  readonly fixedIn: number;
  readonly isFirmwareKnown: boolean;
};

export type FipsCertification = {
  readonly level: number;
  /** 3 for FIPS 140-3. */
  readonly revision: number | null;
  readonly physicalLevel: number | null;
};

export type ModelStatus = {
  /** The worst open problem, or else the certification in force; null where nothing is reported. As published. */
  readonly effective: string | null;
  readonly since: Instant | null;
  /** Worst first. */
  readonly problems: readonly ModelProblem[];
  readonly resolved: readonly ResolvedProblem[];
  readonly certification: {
    readonly isCertified: boolean;
    /** Null below level 1, `FIDO_CERTIFIED` without a level included. */
    readonly level: CertificationLevel | null;
    readonly fips: FipsCertification | null;
  };
};

export type StatusQuestion = {
  /** The chain of one attestation, leaf first; without it the question is about the model. */
  readonly chain?: readonly Certificate[];
};

type Asked = { readonly chain: readonly Certificate[] | null; readonly firmware: number | null };

/**
 * What the reports on a model amount to at a time. They are a history: a problem stays open until it is withdrawn, ends by itself, or is
 * answered by an update that raised the version of the firmware; of certifications the newest counts.
 */
export function statusOf(entry: MetadataEntry, at: Instant, { chain }: StatusQuestion = {}): ModelStatus {
  const leaf = chain?.[0];
  const asked: Asked = { chain: chain ?? null, firmware: leaf === undefined ? null : firmwareVersion(leaf) };
  const current = entry.reports.filter((report) => isCurrent(report, at));
  const judged = current.flatMap((report) => judgeProblem(report, entry, current, asked));
  const problems = judged.filter((problem) => !('fixedIn' in problem)).sort(worstFirst);
  const resolved = judged.filter((problem) => 'fixedIn' in problem).sort(worstFirst);
  const certification = newestCertification(current, asked);
  const [worst] = problems;
  return {
    effective: worst?.status ?? certification?.status ?? null,
    since: worst === undefined ? (certification?.effectiveAt ?? null) : worst.since,
    problems,
    resolved,
    certification: {
      isCertified: certification !== null && certificationOf(certification)?.isCertified === true,
      level: certification === null ? null : (certificationOf(certification)?.level ?? null),
      fips: newestFips(current, asked),
    },
  };
}

function isCurrent({ effectiveAt, sunsetAt }: StatusReport, at: Instant): boolean {
  return (effectiveAt === null || effectiveAt <= at) && (sunsetAt === null || at < sunsetAt);
}

function judgeProblem(
  report: StatusReport,
  entry: MetadataEntry,
  current: readonly StatusReport[],
  asked: Asked,
): readonly (ModelProblem | ResolvedProblem)[] {
  const meaning = authenticatorStatuses.get(report.status);
  if (meaning?.kind !== 'problem' || concerns(report, asked) === 'no') return [];
  const since = report.effectiveAt === null ? '' : ` since ${toIso(report.effectiveAt).slice(0, 10)}`;
  const scope = report.certificates.length === 0 ? 'model' : 'batch';
  const which = scope === 'model' ? '' : ' (of the batch that the report names)';
  const problem: ModelProblem = {
    status: meaning.status,
    since: report.effectiveAt,
    scope,
    url: report.url,
    text: `${entryName(entry)}${which} ${meaning.words} (${meaning.status}${since}).`,
  };
  const fixedIn = versionThatMends(report, entry, current, asked);
  if (fixedIn === null) return [problem];
  return [{ ...problem, fixedIn, isFirmwareKnown: asked.firmware !== null }];
}

/** Without a chain a report on a batch may concern any authenticator of the model. */
function concerns({ certificates }: StatusReport, { chain }: Asked): 'yes' | 'no' | 'perhaps' {
  if (certificates.length === 0) return 'yes';
  if (chain === null) return 'perhaps';
  const keys = certificates.flatMap((text) => readCertificate(text)?.spki ?? []);
  return chain.some(({ spki }) => keys.some((key) => equalBytes(key, spki))) ? 'yes' : 'no';
}

/**
 * MDS 3.1.1 §3.1.4, UPDATE_AVAILABLE: it answers what was reported before it only where the version of the firmware rose, in the report
 * and in the statement. What cannot be ordered, because a date or a version is missing, is not answered; an authenticator that is known
 * to have older firmware is not helped by newer.
 */
function versionThatMends(
  problem: StatusReport,
  { statement }: MetadataEntry,
  current: readonly StatusReport[],
  asked: Asked,
): number | null {
  const stated = statement?.authenticatorVersion ?? null;
  const { authenticatorVersion: broken, effectiveAt: brokenAt } = problem;
  if (broken === null || brokenAt === null || stated === null) return null;
  const versions = current.flatMap((update) => {
    if (authenticatorStatuses.get(update.status)?.kind !== 'update') return [];
    const mended = update.authenticatorVersion ?? stated;
    const isLater = update.effectiveAt !== null && update.effectiveAt > brokenAt;
    const hasRisen = mended > broken && stated >= mended;
    return isLater && hasRisen && concerns(update, asked) === 'yes' ? [mended] : [];
  });
  if (versions.length === 0) return null;
  const first = Math.min(...versions);
  return asked.firmware !== null && asked.firmware < first ? null : first;
}

function worstFirst(a: ModelProblem, b: ModelProblem): number {
  const rank = ({ status }: ModelProblem) => problemStatuses.indexOf(status);
  return rank(a) - rank(b) || (a.since ?? 0) - (b.since ?? 0);
}

function certificationOf({ status }: StatusReport) {
  const meaning = authenticatorStatuses.get(status);
  return meaning?.kind === 'certification' ? meaning : null;
}

/** A certification holds for its version and later ones, and where it names a batch only for that. */
function certifies(report: StatusReport, asked: Asked): boolean {
  const { authenticatorVersion: from } = report;
  const reaches = from === null || asked.firmware === null || from <= asked.firmware;
  return reaches && concerns(report, asked) === 'yes';
}

/** The newest; of one day the highest, because a model is often listed and certified on one day. */
function newestCertification(current: readonly StatusReport[], asked: Asked): StatusReport | null {
  const rank = (report: StatusReport) => {
    const meaning = certificationOf(report);
    if (meaning === null || !meaning.isCertified) return 0;
    return meaning.level === null ? 1 : 2 + certificationLevels.indexOf(meaning.level);
  };
  const relevant = current.filter((report) => certificationOf(report) !== null && certifies(report, asked));
  return relevant.sort((a, b) => newerFirst(a, b) || rank(b) - rank(a) || (a.status < b.status ? -1 : 1))[0] ?? null;
}

function newestFips(current: readonly StatusReport[], asked: Asked): FipsCertification | null {
  const levelOf = ({ status }: StatusReport) => {
    const meaning = authenticatorStatuses.get(status);
    return meaning?.kind === 'fips' ? meaning.level : 0;
  };
  const relevant = current.filter((report) => levelOf(report) > 0 && certifies(report, asked));
  const [newest] = relevant.sort(
    (a, b) =>
      newerFirst(a, b) ||
      levelOf(b) - levelOf(a) ||
      (b.fipsRevision ?? 0) - (a.fipsRevision ?? 0) ||
      (b.fipsPhysicalSecurityLevel ?? 0) - (a.fipsPhysicalSecurityLevel ?? 0),
  );
  if (newest === undefined) return null;
  return {
    level: levelOf(newest),
    revision: newest.fipsRevision,
    physicalLevel: newest.fipsPhysicalSecurityLevel,
  };
}

/** A report without a date has been there for nobody knows how long. */
function newerFirst(a: StatusReport, b: StatusReport): number {
  return (b.effectiveAt ?? 0) - (a.effectiveAt ?? 0);
}
