import { err, type Instant, ok, type Refusal, type Result } from '@holdfast/kernel';
import { verifyRegistration } from '@holdfast/webauthn';
import { errorEntry } from '../../errors.ts';
import { adviceFor } from './advice.ts';
import { type DecidingValue, decidingValues } from './describe-refusal.ts';
import { type JudgedAttestation, judgeAttestation } from './judge-attestation.ts';
import { type JudgedStep, type JudgedSteps, judgeSteps } from './judge-steps.ts';
import type { InspectNode } from './node.ts';
import { openSteps } from './open-steps.ts';
import { type CaseId, type CaseProblem, type InspectCase, readCase } from './read-case.ts';
import { readPasted } from './read-pasted.ts';
import { type Established, readTree } from './read-tree.ts';

/**
 * - `accept`: every step holds. `reject`: one refuses.
 * - `open`: nothing was found against it, but not everything could be compared.
 */
export type ReportVerdict = {
  readonly outcome: 'accept' | 'reject' | 'open';
  readonly code: string | null;
  readonly step: string | null;
  readonly cites: string | null;
  /** For operators: what was found. */
  readonly operator: string;
  /** What the person reads, where they are refused. */
  readonly person: string | null;
  /** Received and expected values. */
  readonly values: readonly DecidingValue[];
  readonly advice: string;
};

/** Everything that `inspect` shows a person about one ceremony. Plain JSON, drawn by the command line and by the console. */
export type InspectReport = {
  readonly id: CaseId;
  readonly ceremony: 'registration' | 'authentication';
  readonly verdict: ReportVerdict;
  readonly attestation: JudgedAttestation | null;
  /** Comparisons that could not be made, as sentences. */
  readonly notCompared: readonly string[];
  readonly steps: readonly JudgedStep[];
  readonly tree: readonly InspectNode[];
};

/** Nothing could be judged: what was pasted is not a ceremony, or the case has mistakes. */
export type NotInspected = { readonly message: string; readonly problems: readonly CaseProblem[] };

/** Inspects whatever a person pasted. Pure, and never throws on any text. */
export function inspectText(text: string, now: Instant): Result<InspectReport, NotInspected> {
  const pasted = readPasted(text);
  if (!pasted.ok) return err({ message: pasted.error, problems: [] });
  const read = readCase(pasted.value.input, now);
  if (!read.ok) return err({ message: errorEntry('inspect.case_malformed').operator, problems: read.error });
  const { given, missing } = read.value;
  return ok(reportOn(given, openSteps(missing, pasted.value.isAttestationObjectOnly)));
}

function reportOn(given: InspectCase, open: ReadonlyMap<string, string>): InspectReport {
  const judged = judgeSteps(given, open);
  const { refusal } = judged;
  const left = judged.steps.filter(({ outcome }) => outcome === 'open');
  const established = whatIsEstablished(given, judged, open);
  const attestation = attestationOf(given, judged, established);
  const steps = judged.steps.map((step) => withOwnJudgement(step, given, judged, attestation));
  return {
    id: given.id,
    ceremony: given.ceremony,
    verdict: verdictOf(refusal, steps, left.length, attestation),
    attestation,
    notCompared: left.map(({ id, text }) => `${id}: ${text}`),
    steps,
    tree: readTree(given, established),
  };
}

function whatIsEstablished(given: InspectCase, judged: JudgedSteps, open: ReadonlyMap<string, string>): Established {
  if (given.ceremony === 'authentication' || open.has('attestationStatement')) return { at: 'nothing' };
  const verified = verifyRegistration(given.response, given.expected);
  if (verified.ok) return { at: 'facts', facts: verified.value.facts };
  const attestation = judged.registration?.attestation();
  return attestation?.ok === true ? { at: 'statement', attestation: attestation.value } : { at: 'nothing' };
}

/** Also of a ceremony that is refused for another reason: whether the key is genuine is worth knowing. */
function attestationOf(given: InspectCase, judged: JudgedSteps, established: Established): JudgedAttestation | null {
  const format = judged.registration?.format();
  if (given.ceremony === 'authentication' || established.at === 'nothing' || format?.ok !== true) return null;
  const attestation = established.at === 'facts' ? established.facts.attestation : established.attestation;
  return judgeAttestation({ format: format.value.format, attestation }, given.anchors, given.at);
}

/** Steps that are the relying party's own, and that can be answered from what the case brings along. */
function withOwnJudgement(
  step: JudgedStep,
  given: InspectCase,
  judged: JudgedSteps,
  attestation: JudgedAttestation | null,
): JudgedStep {
  if (step.id === 'attestationTrust' && attestation !== null) {
    const said = `${attestation.trusted ? 'trusted' : 'not trusted'}: ${attestation.reasons.join(' ')}`;
    if (judged.refusal !== null) return { ...step, text: `Not reached; would be ${said}`, outcome: 'not_reached' };
    return { ...step, text: `The attestation is ${said}`, outcome: attestation.trusted ? 'holds' : 'elsewhere' };
  }
  if (step.id === 'signCount' && step.outcome === 'elsewhere' && given.ceremony === 'authentication') {
    const received = judged.authentication?.authData.signCount;
    if (received === undefined) return step;
    const stored = given.credential.signCount;
    const counts = `received ${received}, stored ${stored}`;
    if (received === 0 && stored === 0) return { ...step, text: 'The authenticator has no counter.', outcome: 'holds' };
    if (received > stored) return { ...step, text: `The counter grew: ${counts}.`, outcome: 'holds' };
    return { ...step, text: `The counter did not grow (${counts}): a sign of a copy, and for the policy to decide.` };
  }
  return step;
}

function verdictOf(
  refusal: Refusal | null,
  steps: readonly JudgedStep[],
  open: number,
  attestation: JudgedAttestation | null,
): ReportVerdict {
  if (refusal !== null) {
    const { operator, person } = errorEntry(refusal.code);
    const step = steps.find(({ id }) => id === refusal.step);
    return {
      outcome: 'reject',
      code: refusal.code,
      step: refusal.step ?? null,
      cites: step?.cites ?? null,
      operator,
      person,
      values: decidingValues(refusal.detail),
      advice: adviceFor(refusal.code, refusal.step),
    };
  }
  const nothing = { code: null, step: null, cites: null, person: null, values: [] };
  if (open === 0) {
    return {
      ...nothing,
      outcome: 'accept',
      operator: 'Every step holds. Whether the attestation is trusted is said separately.',
      advice: adviceOnTrust(attestation),
    };
  }
  return {
    ...nothing,
    outcome: 'open',
    operator: 'Nothing was found against it, but not everything could be compared.',
    advice: 'For a full judgement paste a case: the response with what was expected, as docs/inspect.md shows.',
  };
}

/** What to do about a ceremony that holds. Whether a policy accepts such a passkey is another question. */
function adviceOnTrust(attestation: JudgedAttestation | null): string {
  const isUnproved = attestation !== null && !attestation.trusted && attestation.type !== 'none';
  if (!isUnproved) return 'Nothing needs to be done. Whether the policy accepts such a passkey is not judged here.';
  return 'The ceremony needs nothing. The model stays a claim as long as no trust anchor of its maker vouches for it.';
}
