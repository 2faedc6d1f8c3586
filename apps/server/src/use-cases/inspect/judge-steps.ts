import type { Result } from '@holdfast/kernel';
import {
  type AuthenticationEvidence,
  authenticationSteps,
  decodeAuthentication,
  decodeRegistration,
  type RegistrationEvidence,
  registrationSteps,
  type Step,
  type StepRefusal,
} from '@holdfast/webauthn';
import { describeRefusal } from './describe-refusal.ts';
import type { InspectCase } from './read-case.ts';
import { stepTexts } from './step-texts.ts';

/**
 * - `holds`, `refused`: looked at.
 * - `open`: could not be compared, because what to compare with was not given.
 * - `not_reached`: the ceremony was refused before; the text says what the step would have said.
 * - `elsewhere`: the browser's or the relying party's part, of which a response shows nothing.
 */
export type StepOutcome = 'holds' | 'refused' | 'open' | 'not_reached' | 'elsewhere';

export type JudgedStep = {
  readonly id: string;
  readonly cites: string;
  readonly outcome: StepOutcome;
  /** What was asked where it holds, why it does not where it does not. */
  readonly text: string;
  /** Also of a step that was not reached and would refuse. */
  readonly code?: string;
};

export type JudgedSteps = {
  readonly steps: readonly JudgedStep[];
  readonly refusal: StepRefusal | null;
  /** Null where the response could not be decoded. */
  readonly registration: RegistrationEvidence | null;
  readonly authentication: AuthenticationEvidence | null;
};

/** @param open ids of steps that cannot be compared, each with the reason. */
export function judgeSteps(given: InspectCase, open: ReadonlyMap<string, string>): JudgedSteps {
  if (given.ceremony === 'authentication') {
    const evidence = decodeAuthentication(given.response, given.expected, given.credential);
    const judged = walk<AuthenticationEvidence>(authenticationSteps, evidence, open);
    return { ...judged, registration: null, authentication: evidence.ok ? evidence.value : null };
  }
  const evidence = decodeRegistration(given.response, given.expected);
  const judged = walk<RegistrationEvidence>(registrationSteps, evidence, open);
  return { ...judged, registration: evidence.ok ? evidence.value : null, authentication: null };
}

function walk<Evidence>(
  steps: readonly Step<Evidence>[],
  evidence: Result<Evidence, StepRefusal>,
  open: ReadonlyMap<string, string>,
): { readonly steps: readonly JudgedStep[]; readonly refusal: StepRefusal | null } {
  const undecoded = evidence.ok ? null : evidence.error;
  const stoppedAt = steps.findIndex(({ id }) => id === undecoded?.step);
  let refusal: StepRefusal | null = undecoded;
  const judged = steps.map((step, index): JudgedStep => {
    const { id, cites } = step;
    const asks = stepTexts[id] ?? id;
    const said = (outcome: StepOutcome, text: string, code?: string): JudgedStep => ({
      id,
      cites,
      outcome,
      text,
      ...(code === undefined ? {} : { code }),
    });
    if (undecoded !== null && index === stoppedAt) return said('refused', describeRefusal(undecoded), undecoded.code);
    const reason = open.get(id);
    if (reason !== undefined) return said('open', reason);
    if (step.by === 'browser' || step.by === 'caller') return said('elsewhere', step.note);
    if (!evidence.ok) {
      const wasRead = step.by === 'decoding' && index < stoppedAt;
      return wasRead ? said('holds', asks) : said('not_reached', 'Not reached: what it looks at could not be read.');
    }
    if (step.by === 'decoding') return said('holds', asks);
    const found = step.by === 'here' ? step.check(evidence.value) : undefined;
    if (refusal !== null) {
      return found === undefined
        ? said('not_reached', 'Not reached; would hold.')
        : said('not_reached', `Not reached; would refuse too: ${describeRefusal(found)}`, found.code);
    }
    if (found === undefined) return said('holds', asks);
    refusal = { ...found, step: id };
    return said('refused', describeRefusal(found), found.code);
  });
  return { steps: judged, refusal };
}
