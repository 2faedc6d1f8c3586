import type { CredentialFacts } from '@holdfast/webauthn';
import type { AssessmentReason, CredentialClass, TrustData, TrustedModel } from './assessment.ts';

export type Classified = { readonly class: CredentialClass; readonly reason: AssessmentReason };

const roamingTransports = ['usb', 'nfc', 'ble', 'smart-card'];

/**
 * What a passkey is. Signs that it can be copied come first, then what a maker signed, and what the client said only where there is
 * nothing better.
 */
export function classify(facts: CredentialFacts, attested: TrustedModel | undefined, trust: TrustData): Classified {
  return synced(facts, attested, trust) ?? byModel(attested) ?? byClaim(facts) ?? byKnownName(facts, trust);
}

function synced(facts: CredentialFacts, attested: TrustedModel | undefined, trust: TrustData): Classified | undefined {
  if (facts.backupEligible) {
    return conclude(
      'synced',
      'trust.class_backup_eligible',
      'The authenticator says that the credential may be backed up (BE=1).',
    );
  }
  const model = attested ?? trust.models.get(facts.aaguid) ?? trust.knownNames.get(facts.aaguid);
  if (model?.kind !== 'synced') return undefined;
  return conclude(
    'synced',
    'trust.class_synced_by_model',
    `${model.name} copies passkeys between devices, although the credential says that it may not be backed up (BE=0).`,
  );
}

function byModel(attested: TrustedModel | undefined): Classified | undefined {
  if (attested === undefined || attested.kind === 'synced') return undefined;
  return conclude(
    attested.kind,
    'trust.class_attested_model',
    `The maker signed for ${attested.name}, which is a ${attested.kind}.`,
  );
}

/** Transports say what the authenticator can do, attachment only how it was reached this once: a phone is both. */
function byClaim({ claimed: { transports, attachment } }: CredentialFacts): Classified | undefined {
  const listed = transports.join(', ');
  if (transports.includes('internal')) {
    return conclude(
      'platform',
      'trust.class_transport_internal',
      `The client lists the transport internal (${listed}), and BE=0.`,
    );
  }
  if (attachment === 'platform') {
    return conclude(
      'platform',
      'trust.class_attachment_platform',
      'The client says that the authenticator is built in, and BE=0.',
    );
  }
  if (transports.some((transport) => roamingTransports.includes(transport))) {
    return conclude(
      'security-key',
      'trust.class_transport_roaming',
      `The client lists transports of a security key (${listed}), and BE=0.`,
    );
  }
  if (transports.includes('hybrid')) {
    return conclude(
      'platform',
      'trust.class_transport_hybrid',
      'The client lists only the transport hybrid and BE=0: a passkey that is bound to a phone, reached from another device.',
    );
  }
  if (attachment === 'cross-platform') {
    return conclude(
      'security-key',
      'trust.class_attachment_roaming',
      'The client says that the authenticator is not built in, and BE=0.',
    );
  }
  return undefined;
}

function byKnownName({ aaguid }: CredentialFacts, trust: TrustData): Classified {
  const known = trust.models.get(aaguid) ?? trust.knownNames.get(aaguid);
  if (known !== undefined) {
    return conclude(
      known.kind,
      'trust.class_claimed_model',
      `The client claims to be ${known.name}, which is a ${known.kind}.`,
    );
  }
  return conclude(
    'platform',
    'trust.class_unknown',
    'The client said nothing about attachment, transports or a known model; BE=0, so the credential counts as bound to a device.',
  );
}

function conclude(credentialClass: CredentialClass, code: string, text: string): Classified {
  return { class: credentialClass, reason: { about: 'class', code, text } };
}
