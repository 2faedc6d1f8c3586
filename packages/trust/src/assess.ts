import type { Instant } from '@holdfast/kernel';
import type { CredentialFacts } from '@holdfast/webauthn';
import type { Assessment, AssessmentReason, TrustData } from './assessment.ts';
import { attestationType } from './attestation-trust.ts';
import { classify } from './classify.ts';
import { androidDetails, deviceReasons, tpmDetails } from './device-details.ts';
import { certifiedStatements } from './judging-digest.ts';
import { nameModel } from './name-model.ts';
import { reportedProblems } from './problems.ts';
import { certificationOf, keyProtectionOf } from './protection.ts';
import { examine, type Support } from './support.ts';

/**
 * Facts in the light of trust data. Pure: the same facts, data and instant give the same assessment, on any node and at any time.
 *
 * @param at when certificates must have been valid: the time of registration. Statuses of models are those of `trust.at`.
 */
export function assess(facts: CredentialFacts, trust: TrustData, at: Instant): Assessment {
  const examined = examine(facts, trust, at);
  const { support } = examined;
  const evidence = support === undefined ? 'claimed' : 'attested';
  const classified = classify(facts, examined, trust);
  const named = nameModel(facts.aaguid, examined, trust);
  const reported = reportedProblems(facts, examined, trust);
  const { certification, reason: certified } = certificationOf(reported.certification, examined.model);
  const details = (support?.statement ?? certifiedStatements(facts.attestation)[0])?.details ?? null;
  const android = androidDetails(details, at);
  const { keyProtection, reason: protectedBy } = keyProtectionOf(support, examined.model, android);
  return {
    shape: 2,
    class: classified.class,
    evidence,
    model: named.model,
    attestation: {
      format: facts.format,
      type: attestationType(facts.attestation),
      trusted: support !== undefined,
      anchor: support?.anchor ?? null,
    },
    algorithm: facts.algorithm,
    userVerified: facts.userVerified,
    backupEligible: facts.backupEligible,
    backedUp: facts.backedUp,
    problems: reported.problems,
    certification,
    keyProtection,
    android,
    tpm: tpmDetails(details),
    reasons: [
      ...classified.reasons,
      evidenceReason(support, named.model.name),
      named.reason,
      ...examined.reasons,
      ...reported.reasons,
      certified,
      protectedBy,
      ...deviceReasons(details, android, support !== undefined),
    ],
  };
}

function evidenceReason(support: Support | undefined, name: string | null): AssessmentReason {
  const about = (code: string, text: string): AssessmentReason => ({ about: 'evidence', code, text });
  switch (support?.by) {
    case undefined:
      return about(
        'trust.evidence_claimed',
        'Nothing that a trusted maker signed supports the class; it follows from flags and from what the client said.',
      );
    case 'organisation':
      return about(
        'trust.evidence_attested',
        'The device management of the organisation signed for this credential: it was made on a device that is managed.',
      );
    case 'platform':
      return about(
        'trust.evidence_attested',
        `The maker of the platform (${support.platform?.name}) signed for this credential, and the signature chains to its root.`,
      );
    default:
      return about(
        'trust.evidence_attested',
        `The maker of ${name} signed for this credential, and the signature chains to an anchor of that model.`,
      );
  }
}
