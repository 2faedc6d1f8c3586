import type { CredentialFacts } from '@holdfast/webauthn';
import type { AssessmentProblem, AssessmentReason, TrustData, TrustedModel } from './assessment.ts';
import { problemStatuses } from './metadata/authenticator-status.ts';
import { entryName, type MetadataEntry } from './metadata/entry.ts';
import { type ModelStatus, type ResolvedProblem, statusOf } from './metadata/status-of.ts';
import type { Examined, Support } from './support.ts';

/** What is reported on the model of a credential. */
export type Reported = {
  readonly problems: readonly AssessmentProblem[];
  /** In force for this very authenticator; null where nobody attested the model. */
  readonly certification: ModelStatus['certification'] | null;
  readonly reasons: readonly AssessmentReason[];
};

/**
 * MDS 3.1.1 §3.1.4, at the time when the trust data was put together: a status acts on what was registered before it. A verified chain
 * tells whether a report on a batch concerns this authenticator; without one, any authenticator of the model may be meant.
 */
export function reportedProblems({ aaguid }: CredentialFacts, examined: Examined, trust: TrustData): Reported {
  const { model, support } = examined;
  const entry = model?.metadata;
  const withdrawn = examined.problems;
  if (entry === undefined) {
    return { problems: withdrawn, certification: null, reasons: [...told(withdrawn), nobodyReports(aaguid, model)] };
  }
  const status = statusOf(entry, trust.at, support === undefined ? {} : { chain: support.path });
  const problems = [...withdrawn, ...openProblems(status, entry, support, trust)].sort(worstFirst);
  const resolved = status.resolved.filter(({ text }) => problems.every((problem) => problem.text !== text));
  const none = problems.length === 0 ? [noProblem(entry, trust)] : [];
  return {
    problems,
    certification: support?.by === 'model' ? status.certification : null,
    reasons: [...told(problems), ...resolved.map(resolvedReason), ...none],
  };
}

/** Certificates beside the verified path prove nothing in favour, but one that a report names speaks against. */
function openProblems(
  { problems }: ModelStatus,
  entry: MetadataEntry,
  support: Support | undefined,
  trust: TrustData,
): readonly AssessmentProblem[] {
  const beside = support?.wire.filter((certificate) => !support.path.includes(certificate)) ?? [];
  const isScoped = entry.reports.some(({ certificates }) => certificates.length > 0);
  const further =
    support === undefined || beside.length === 0 || !isScoped
      ? []
      : statusOf(entry, trust.at, { chain: [...support.path, ...beside] }).problems;
  const known = new Set(problems.map(({ text }) => text));
  return [...problems, ...further.filter(({ text }) => !known.has(text))].map(({ status, since, scope, text }) => ({
    status,
    since,
    scope,
    text,
  }));
}

/** A withdrawn certificate is as bad as it gets: whoever holds the key can attest anything. */
function worstFirst(a: AssessmentProblem, b: AssessmentProblem): number {
  const ranks: readonly string[] = problemStatuses;
  const rank = ({ status }: AssessmentProblem) => ranks.indexOf(status);
  return rank(a) - rank(b) || (a.since ?? 0) - (b.since ?? 0);
}

function told(problems: readonly AssessmentProblem[]): readonly AssessmentReason[] {
  return problems.map(({ status, text }) => reason(`trust.problem_${status.toLowerCase()}`, text));
}

function resolvedReason({ text, fixedIn, isFirmwareKnown }: ResolvedProblem): AssessmentReason {
  const whether = isFirmwareKnown ? 'this authenticator has it' : 'which firmware this authenticator has is not known';
  return reason('trust.problem_resolved', `Mended by firmware ${fixedIn}, and ${whether}: ${text}`);
}

function noProblem(entry: MetadataEntry, { at }: TrustData): AssessmentReason {
  const day = new Date(at).toISOString().slice(0, 10);
  return reason('trust.problems_none', `No report that was open on ${day} speaks against ${entryName(entry)}.`);
}

function nobodyReports(aaguid: string, model: TrustedModel | undefined): AssessmentReason {
  const name = model?.name ?? `the AAGUID ${aaguid}`;
  return reason(
    'trust.problems_unreported',
    `No metadata reports on ${name}, so that problems would not be known here.`,
  );
}

function reason(code: string, text: string): AssessmentReason {
  return { about: 'problems', code, text };
}
