import type { CredentialFacts } from '@holdfast/webauthn';
import type { AssessmentReason, CredentialClass, TrustData, TrustedModel } from './assessment.ts';
import { MANAGED_AAGUID } from './authorities.ts';
import { entryName, type MetadataEntry } from './metadata/entry.ts';
import type { Examined } from './support.ts';

export type Classified = { readonly class: CredentialClass; readonly reasons: readonly AssessmentReason[] };

type Conclusion = { readonly class: CredentialClass; readonly reason: AssessmentReason };

const kindWords = {
  'security-key': 'security key',
  platform: 'platform authenticator',
  synced: 'manager that syncs',
} as const;

const roamingTransports = ['usb', 'nfc', 'ble', 'smart-card'];

/**
 * What a passkey is. Signs that it can be copied come first, then what somebody who is trusted signed, and what the client said only where
 * there is nothing better.
 */
export function classify(facts: CredentialFacts, examined: Examined, trust: TrustData): Classified {
  const concluded =
    synced(facts, examined, trust) ??
    bySupport(examined) ??
    byClaim(facts) ??
    byKnownName(examined.model ?? trust.knownNames.get(facts.aaguid));
  const stated = examined.model?.metadata === undefined ? [] : statedSync(facts, examined.model.metadata);
  return { class: concluded.class, reasons: [concluded.reason, ...stated] };
}

function synced(
  { backupEligible, aaguid }: CredentialFacts,
  { model, support }: Examined,
  trust: TrustData,
): Conclusion | undefined {
  if (backupEligible) {
    return conclude(
      'synced',
      'trust.class_backup_eligible',
      'The authenticator says that the credential may be backed up (BE=1).',
    );
  }
  const override = trust.overrides.get(aaguid);
  if (override?.kind === 'synced') {
    const name = override.name ?? model?.name ?? trust.knownNames.get(aaguid)?.name ?? aaguid;
    const why = override.why === undefined ? '' : ` Reason given: ${override.why}`;
    return conclude(
      'synced',
      'trust.class_synced_by_override',
      `${name} is on the list of models that sync in spite of BE=0.${why}`,
    );
  }
  const named = model ?? trust.knownNames.get(aaguid);
  // The AAGUID of managed passkeys is the same whether they sync or stay; where the organisation signed, the flag is believed.
  if (named?.kind !== 'synced' || (support?.by === 'organisation' && aaguid === MANAGED_AAGUID)) return undefined;
  const statement = model?.metadata?.statement;
  const because =
    statement?.multiDeviceCredentialSupport === 'implicit'
      ? ': its metadata says that any key may be backed up (multiDeviceCredentialSupport implicit)'
      : '';
  return conclude(
    'synced',
    'trust.class_synced_by_model',
    `${named.name} copies passkeys between devices, although the credential says that it may not be backed up (BE=0)${because}.`,
  );
}

function bySupport({ model, support }: Examined): Conclusion | undefined {
  if (support === undefined) return undefined;
  if (support.by === 'organisation') {
    return conclude(
      'managed-device',
      'trust.class_managed_device',
      `The device management of the organisation signed for this credential ("${support.anchor}"), and BE=0.`,
    );
  }
  if (support.by === 'platform') {
    return conclude(
      'platform',
      'trust.class_attested_platform',
      `The maker of the device signed for a key that it keeps (${support.platform?.name}), and BE=0.`,
    );
  }
  if (model === undefined || model.kind === 'synced') return undefined;
  return conclude(
    model.kind,
    'trust.class_attested_model',
    `The maker signed for ${model.name}, which is a ${kindWords[model.kind]}.`,
  );
}

/** FIDO Metadata Statement 3.1.1 §4: what metadata says about backups, beside what the flag says. */
function statedSync({ backupEligible }: CredentialFacts, entry: MetadataEntry): readonly AssessmentReason[] {
  const { statement } = entry;
  if (statement === null) return [];
  const { multiDeviceCredentialSupport, keyScope } = statement;
  const flag = `BE=${backupEligible ? 1 : 0}`;
  const about = (code: string, text: string): AssessmentReason => ({ about: 'class', code, text });
  const reasons: AssessmentReason[] = [];
  if (multiDeviceCredentialSupport === 'unsupported') {
    const contradicted = backupEligible ? ', which the flag contradicts' : '';
    const text = `The metadata of ${entryName(entry)} says that keys stay inside (multiDeviceCredentialSupport unsupported), ${flag}${contradicted}.`;
    reasons.push(about(backupEligible ? 'trust.class_sync_contradicted' : 'trust.class_sync_unsupported', text));
  }
  if (multiDeviceCredentialSupport === 'explicit') {
    const text = `The metadata of ${entryName(entry)} leaves it to the flag whether a key may be backed up (multiDeviceCredentialSupport explicit), ${flag}.`;
    reasons.push(about('trust.class_sync_by_flag', text));
  }
  if (keyScope !== null) {
    const text = `The metadata of ${entryName(entry)} says that the scope of its keys is "${keyScope}" (keyScope).`;
    reasons.push(about('trust.class_key_scope', text));
  }
  return reasons;
}

/** Transports say what the authenticator can do, attachment only how it was reached this once: a phone is both. */
function byClaim({ format, claimed: { transports, attachment } }: CredentialFacts): Conclusion | undefined {
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
  if (format === 'fido-u2f') {
    return conclude(
      'security-key',
      'trust.class_format_u2f',
      'The statement is one of U2F, which only security keys speak, and BE=0.',
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

function byKnownName(known: Pick<TrustedModel, 'name' | 'kind'> | undefined): Conclusion {
  if (known !== undefined) {
    return conclude(
      known.kind,
      'trust.class_claimed_model',
      `The client claims to be ${known.name}, which is a ${kindWords[known.kind]}.`,
    );
  }
  return conclude(
    'platform',
    'trust.class_unknown',
    'The client said nothing about attachment, transports or a known model; BE=0, so the credential counts as bound to a device.',
  );
}

function conclude(credentialClass: CredentialClass, code: string, text: string): Conclusion {
  return { class: credentialClass, reason: { about: 'class', code, text } };
}
