import { err, ok, type Result } from '@holdfast/kernel';
import type { ExpectedRegistration, VerifiedRegistration } from './ceremony.ts';
import { decodeRegistration, type RegistrationEvidence } from './decode-registration.ts';
import { type RegistrationStepId, registrationSteps } from './registration-steps.ts';
import { checksIn, firstRefusal, type StepRefusal } from './step.ts';

const checks = checksIn(registrationSteps);

/**
 * WebAuthn L3 §7.1. Never throws, whatever the response is; stops at the first refusal. Accepting means that the ceremony holds;
 * whether the attestation is trusted is an assessment.
 *
 * @param response a `RegistrationResponseJSON`, or whatever an outsider sent in its place.
 */
export function verifyRegistration(
  response: unknown,
  expected: ExpectedRegistration,
): Result<VerifiedRegistration, StepRefusal<RegistrationStepId>> {
  const evidence = decodeRegistration(response, expected);
  if (!evidence.ok) return evidence;
  const refusal = firstRefusal(checks, evidence.value);
  return refusal === undefined ? conclude(evidence.value) : err(refusal);
}

/** The steps have asked the same questions and refused where there was no answer. */
function conclude(evidence: RegistrationEvidence): Result<VerifiedRegistration, StepRefusal<RegistrationStepId>> {
  const { authData, attested } = evidence;
  const [key, format, attestation] = [evidence.credentialKey(), evidence.format(), evidence.attestation()];
  const trustGroupKey = evidence.trustGroupKey();
  if (!key.ok) return err({ ...key.error, step: 'algorithm' });
  if (!format.ok) return err({ ...format.error, step: 'attestationFormat' });
  if (!attestation.ok) return err({ ...attestation.error, step: 'attestationStatement' });
  if (!trustGroupKey.ok) return err({ ...trustGroupKey.error, step: 'extensions' });
  return ok({
    credentialId: evidence.credentialId,
    publicKeyCose: attested.credentialPublicKey,
    publicKeySpki: key.value.spki,
    signCount: authData.signCount,
    facts: {
      shape: 1,
      format: format.value.format,
      attestation: attestation.value,
      algorithm: key.value.algorithm.number,
      aaguid: attested.aaguid,
      userVerified: authData.userVerified,
      backupEligible: authData.backupEligible,
      backedUp: authData.backedUp,
      claimed: evidence.claimed,
    },
    trustGroupKey: trustGroupKey.value,
    evidence: { attestationObject: evidence.attestationObject, clientDataJSON: evidence.clientDataJSON },
  } as VerifiedRegistration);
}
