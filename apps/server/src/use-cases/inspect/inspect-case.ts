import { toBase64url } from '@holdfast/encoding';
import type { Instant, Refusal } from '@holdfast/kernel';
import { type TrustGroupKey, verifyAuthentication, verifyRegistration } from '@holdfast/webauthn';
import { describeRefusal } from './describe-refusal.ts';
import type { InspectErrorCode } from './errors.ts';
import { type JudgedAttestation, judgeAttestation } from './judge-attestation.ts';
import { type CaseId, type CaseProblem, caseId, type InspectCase, readCase } from './read-case.ts';

/**
 * One line of `holdfast inspect --jsonl`. `accept` means that the ceremony holds; whether the attestation is trusted is said beside
 * it. With `problems` nothing was judged: then the case is malformed, and `reject` says only that nobody may rely on it.
 */
export type InspectVerdict = {
  readonly id: CaseId;
  readonly verdict: 'accept' | 'reject';
  readonly code?: string;
  readonly step?: string;
  readonly message?: string;
  readonly attestation?: JudgedAttestation;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly problems?: readonly CaseProblem[];
};

/** What is not in a case. */
export type InspectOptions = {
  /** When certificates must be valid, where the case has no `at`. */
  readonly now: Instant;
};

/** Judges one case. Pure, and never throws on any JSON. */
export function inspectCase(input: unknown, options: InspectOptions): InspectVerdict {
  const read = readCase(input, options.now);
  if (!read.ok) return notJudged(caseId(input), 'inspect.case_malformed', read.error);
  const { given, missing } = read.value;
  if (missing.length === 0) return judgeCase(given);
  const problems = missing.map((path) => ({ path, message: 'Missing.' }));
  return notJudged(given.id, 'inspect.case_malformed', problems);
}

function judgeCase(given: InspectCase): InspectVerdict {
  const { id } = given;
  if (given.ceremony === 'authentication') {
    const verified = verifyAuthentication(given.response, given.expected, given.credential);
    if (!verified.ok) return rejected(id, verified.error);
    const { credentialId: _, trustGroupKey, ...facts } = verified.value;
    return { id, verdict: 'accept', facts: { ...facts, ...groupOf(trustGroupKey) } };
  }
  const verified = verifyRegistration(given.response, given.expected);
  if (!verified.ok) return rejected(id, verified.error);
  const { facts, trustGroupKey } = verified.value;
  const attestation = judgeAttestation(facts, given.anchors, given.at);
  return { id, verdict: 'accept', attestation, facts: { ...facts, ...groupOf(trustGroupKey) } };
}

function groupOf(key: TrustGroupKey): { readonly trustGroupKey?: string } {
  return key.state === 'verified' ? { trustGroupKey: toBase64url(key.publicKey) } : {};
}

/** The verdict on something that is no case at all. */
export function notJudged(id: CaseId, code: InspectErrorCode, problems: readonly CaseProblem[] = []): InspectVerdict {
  const reasons = problems.map(({ path, message }) => `${path === '' ? 'The case' : path}: ${message}`);
  return {
    id,
    verdict: 'reject',
    code,
    message: [describeRefusal({ code }), ...reasons].join(' '),
    problems,
  };
}

function rejected(id: CaseId, refusal: Refusal): InspectVerdict {
  const { code, step } = refusal;
  return { id, verdict: 'reject', code, ...(step === undefined ? {} : { step }), message: describeRefusal(refusal) };
}
