import type { Instant } from '@holdfast/kernel';
import type { CredentialFacts } from '@holdfast/webauthn';
import type { Assessment, AssessmentReason, TrustData, TrustedModel } from './assessment.ts';
import { attestationTrust, attestationType } from './attestation-trust.ts';
import { classify } from './classify.ts';
import { androidDetails, tpmDetails } from './device-details.ts';
import { certifiedStatements } from './judging-digest.ts';
import { statusOf } from './metadata/status-of.ts';

const ZERO_AAGUID = '00000000-0000-0000-0000-000000000000';

/** What the attestation of a credential is worth today. */
type Attestation = {
  /** The model that a maker signed for; undefined means that everything is a claim. */
  readonly model: TrustedModel | undefined;
  readonly anchor: string | null;
  readonly reasons: readonly AssessmentReason[];
};

/**
 * Facts in the light of trust data. Pure: the same facts, data and instant give the same assessment, on any node and at any time.
 *
 * @param at when certificates must have been valid: the time of registration.
 */
export function assess(facts: CredentialFacts, trust: TrustData, at: Instant): Assessment {
  const attestation = assessAttestation(facts, trust, at);
  const attested = attestation.model !== undefined;
  const name = attestation.model?.name ?? claimedName(facts.aaguid, trust);
  const entry = (attestation.model ?? trust.models.get(facts.aaguid))?.metadata;
  const status = entry === undefined ? null : statusOf(entry, trust.at);
  const certification = attested && status !== null ? status.certification : null;
  const details = certifiedStatements(facts.attestation)[0]?.details ?? null;
  const classified = classify(facts, attestation.model, trust);
  return {
    shape: 2,
    class: classified.class,
    evidence: attested ? 'attested' : 'claimed',
    model: {
      aaguid: facts.aaguid,
      name,
      evidence: attested ? 'attested' : 'claimed',
      source: nameSource(facts.aaguid, attestation.model, trust),
    },
    attestation: {
      format: facts.format,
      type: attestationType(facts.attestation),
      trusted: attested,
      anchor: attestation.anchor,
    },
    algorithm: facts.algorithm,
    userVerified: facts.userVerified,
    backupEligible: facts.backupEligible,
    backedUp: facts.backedUp,
    problems: status?.problems ?? [],
    certification: {
      level:
        certification === null ? null : (certification.level ?? (certification.isCertified ? 'FIDO_CERTIFIED' : null)),
      fips: certification?.fips ?? null,
    },
    keyProtection: attestation.model?.metadata?.statement?.keyProtection ?? [],
    android: androidDetails(details, at),
    tpm: tpmDetails(details),
    reasons: [
      classified.reason,
      evidenceReason(attestation.model),
      modelReason(facts.aaguid, name, attested),
      ...attestation.reasons,
    ],
  };
}

/** Attested means: the chain ends in an anchor of the very model that the authenticator data names. */
function assessAttestation(facts: CredentialFacts, trust: TrustData, at: Instant): Attestation {
  const { attestation, aaguid, format } = facts;
  const model = trust.models.get(aaguid);
  const judged = attestationTrust(attestation, model?.anchors ?? [], at, trust.chains);
  const untrusted = (reasons: readonly AssessmentReason[]): Attestation => ({
    model: undefined,
    anchor: null,
    reasons,
  });
  if (format === 'android-safetynet') {
    return untrusted([
      reason(
        'trust.attestation_safetynet_retired',
        'The SafetyNet service has been shut down: whoever makes a statement today is not that service.',
      ),
    ]);
  }
  if (attestationType(attestation) !== 'certified') return untrusted(judged.reasons);
  if (model === undefined) {
    return untrusted([
      reason(
        'trust.attestation_model_unknown',
        `The statement is certified, but no trusted model has the AAGUID ${aaguid}, so that there is no anchor to end in.`,
      ),
    ]);
  }
  if (!judged.trusted) return untrusted(judged.reasons);
  return { model, anchor: judged.anchor, reasons: judged.reasons };
}

function reason(code: string, text: string): AssessmentReason {
  return { about: 'attestation', code, text };
}

function nameSource(aaguid: string, model: TrustedModel | undefined, trust: TrustData): Assessment['model']['source'] {
  const known = model ?? trust.models.get(aaguid);
  if (known !== undefined) return known.source ?? 'organisation';
  return trust.knownNames.has(aaguid) ? 'known-names' : null;
}

function claimedName(aaguid: string, trust: TrustData): string | null {
  return trust.models.get(aaguid)?.name ?? trust.knownNames.get(aaguid)?.name ?? null;
}

function evidenceReason(model: TrustedModel | undefined): AssessmentReason {
  if (model === undefined) {
    return {
      about: 'evidence',
      code: 'trust.evidence_claimed',
      text: 'Nothing that a trusted maker signed supports the class; it follows from flags and from what the client said.',
    };
  }
  return {
    about: 'evidence',
    code: 'trust.evidence_attested',
    text: `The maker of ${model.name} signed for this credential, and the signature chains to an anchor of that model.`,
  };
}

function modelReason(aaguid: string, name: string | null, attested: boolean): AssessmentReason {
  const about = (code: string, text: string): AssessmentReason => ({ about: 'model', code, text });
  if (attested)
    return about('trust.model_attested', `The maker signed for the model ${name ?? aaguid} (AAGUID ${aaguid}).`);
  if (aaguid === ZERO_AAGUID) {
    return about('trust.model_hidden', 'The AAGUID is all zeros: the authenticator or the browser told no model.');
  }
  if (name === null) return about('trust.model_unknown', `No name is known for the claimed AAGUID ${aaguid}.`);
  return about(
    'trust.model_claimed',
    `The client claims the AAGUID ${aaguid}, which is known as ${name}; nobody signed for it.`,
  );
}
