import { androidSecurityLevels, certificationDemands, keyProtections, problemStatuses } from './evidence-words.ts';
import type { SettingOf } from './settings.ts';
import { shapes } from './shapes.ts';
import { highest, highestGiven, highestOf, inAllGiven, inAny, lowestGiven, oneOfEach, trueInAny } from './strictest.ts';

type EvidenceKey =
  | 'refused_statuses'
  | 'minimum_certification'
  | 'minimum_fips_level'
  | 'key_protection'
  | 'android_security_level'
  | 'android_verified_boot'
  | 'android_patch_level'
  | 'android_patch_age'
  | 'android_applications';

const onlyAndroid =
  'Judges only passkeys with an Android key attestation; to leave others out use `allowed_credential_types`, `approved_authenticators` and `attestation_required`.';

/** Keys about what the evidence of a passkey and the metadata of its model say. */
export const evidenceSettings: { readonly [K in EvidenceKey]: SettingOf<K> } = {
  refused_statuses: {
    shape: shapes.listOrNone(problemStatuses),
    meaning:
      'Statuses of the FIDO metadata that a passkey is refused for while a report on its model (or on its batch) is open, and `ATTESTATION_CERTIFICATE_REVOKED`, for a certificate that its maker withdrew. A passkey that is in use is set aside when such a report comes, and comes back when it is withdrawn.',
    fallback: { words: 'all of them', of: () => problemStatuses },
    strictest: { words: 'every status that any entry refuses', of: inAny },
    open: [],
  },
  minimum_certification: {
    shape: shapes.oneOf(certificationDemands),
    meaning:
      'The lowest FIDO certification that the model must have now, by its metadata. `FIDO_CERTIFIED` is the older certification without a level, below `L1`. Only a model that its maker signed for counts.',
    fallback: { words: '`none`', of: () => 'none' },
    strictest: { words: 'the highest', of: highestOf(certificationDemands) },
    open: 'none',
  },
  minimum_fips_level: {
    shape: shapes.integer(0, 4),
    meaning:
      'The lowest FIPS 140 level that the model must be certified for now, by its metadata. Only a model that its maker signed for counts.',
    fallback: { words: '`0`, none', of: () => 0 },
    strictest: { words: 'the highest', of: highest },
    open: 0,
  },
  key_protection: {
    shape: shapes.listOf(keyProtections),
    meaning:
      'How the authenticator must keep its keys: one of these words must be among those that its metadata or its attestation says, and the maker must have signed.',
    fallback: { words: 'any', of: () => null },
    strictest: { words: 'one word of every entry that has a list', of: oneOfEach },
    open: null,
  },
  android_security_level: {
    shape: shapes.oneOf(androidSecurityLevels),
    meaning: `The lowest place that the key and its attestation may come from: \`tee\` is the trusted execution environment, \`strongbox\` a separate chip. ${onlyAndroid}`,
    fallback: { words: '`software`', of: () => 'software' },
    strictest: { words: 'the highest', of: highestOf(androidSecurityLevels) },
    open: 'software',
  },
  android_verified_boot: {
    shape: shapes.boolean,
    meaning: `Whether the device must have started software that its maker signed, with the bootloader locked. ${onlyAndroid}`,
    fallback: { words: '`false`', of: () => false },
    strictest: { words: '`true` if any entry says so', of: trueInAny },
    open: false,
  },
  android_patch_level: {
    shape: shapes.month,
    meaning: `The oldest security patch level that the device may have had when the passkey was created. ${onlyAndroid}`,
    fallback: { words: 'any', of: () => null },
    strictest: { words: 'the latest', of: highestGiven },
    open: null,
  },
  android_patch_age: {
    shape: shapes.integer(0, 120),
    meaning: `How many months old the security patch level may have been when the passkey was created. ${onlyAndroid}`,
    fallback: { words: 'any', of: () => null },
    strictest: { words: 'the lowest', of: lowestGiven },
    open: null,
  },
  android_applications: {
    shape: shapes.packages,
    meaning: `Package names of the applications that may create passkeys; every package that the attestation names must be listed. For passkeys that the system makes this is \`com.google.android.gms\`. ${onlyAndroid}`,
    fallback: { words: 'any', of: () => null },
    strictest: { words: 'only packages that every entry with a list has', of: inAllGiven },
    open: null,
  },
};
