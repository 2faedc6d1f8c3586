import { err, ok, type Result } from '@holdfast/kernel';
import { type AuthenticationStepId, authenticationSteps } from './authentication-steps.ts';
import type { ExpectedAuthentication, StoredCredential, VerifiedAuthentication } from './ceremony.ts';
import { decodeAuthentication } from './decode-authentication.ts';
import { checksIn, firstRefusal, type StepRefusal } from './step.ts';

const checks = checksIn(authenticationSteps);

/**
 * WebAuthn L3 §7.2. Never throws, whatever the response is; stops at the first refusal. A counter that did not grow is a signal on the
 * result: what to do about it is policy.
 *
 * @param response an `AuthenticationResponseJSON`, or whatever an outsider sent in its place.
 */
export function verifyAuthentication(
  response: unknown,
  expected: ExpectedAuthentication,
  credential: StoredCredential,
): Result<VerifiedAuthentication, StepRefusal<AuthenticationStepId>> {
  const evidence = decodeAuthentication(response, expected, credential);
  if (!evidence.ok) return evidence;
  const refusal = firstRefusal(checks, evidence.value);
  if (refusal !== undefined) return err(refusal);
  const { authData, credentialId } = evidence.value;
  // The step has asked the same question and refused where there was no answer.
  const trustGroupKey = evidence.value.trustGroupKey();
  if (!trustGroupKey.ok) return err({ ...trustGroupKey.error, step: 'extensions' });
  return ok({
    credentialId,
    signCount: authData.signCount,
    userVerified: authData.userVerified,
    backupEligible: authData.backupEligible,
    backedUp: authData.backedUp,
    counterRegressed: counterRegressed(authData.signCount, credential.signCount),
    trustGroupKey: trustGroupKey.value,
  } as VerifiedAuthentication);
}

/** L3 §7.2 step 22. Two zeros mean that the authenticator has no counter. */
function counterRegressed(received: number, stored: number): boolean {
  return (received !== 0 || stored !== 0) && received <= stored;
}
