import { unreachable } from '@holdfast/kernel';
import { allowedTypesOf } from './effective-policy.ts';
import { isModelProven } from './evidence-rules.ts';
import type {
  AssessedCredential,
  CredentialClass,
  CredentialType,
  EffectivePolicy,
  ProblemStatus,
  RuleId,
} from './model.ts';

/** What the person is told: what is wrong with this passkey, and what to use instead. */
export function personSentence(rule: RuleId, effective: EffectivePolicy, credential: AssessedCredential): string {
  const instead = useInstead(effective);
  switch (rule) {
    case 'applies_to':
      return 'Your account is not in any group that may use a passkey here. Ask your administrator to add you to one.';
    case 'allowed_credential_types':
      return `This passkey is ${where[credential.class]}. Your role needs ${needed(effective)}. ${instead}`;
    case 'sync_allowed':
      return `This passkey is ${where.synced}. Your role needs one that stays on this device. ${instead}`;
    case 'attestation_required':
      return attestationSentence(credential, instead);
    case 'approved_authenticators':
      return approvalSentence(credential, instead);
    case 'denied_authenticators':
      return `${capital(called(credential))} may not be used here. ${instead}`;
    case 'refused_statuses':
      return faultSentence(effective, credential, instead);
    case 'minimum_certification':
    case 'minimum_fips_level':
    case 'key_protection':
    case 'android_security_level':
    case 'android_verified_boot':
    case 'android_patch_level':
    case 'android_patch_age':
    case 'android_applications':
      return evidenceSentence(rule, credential, instead);
    case 'user_verification':
      return 'This passkey was created without checking that it is you. Set up a PIN, fingerprint or face on your authenticator, then create the passkey again.';
    case 'algorithms':
      return `This authenticator signs in a way that is not accepted here. ${instead}`;
    default:
      return unreachable(rule);
  }
}

const where: Readonly<Record<CredentialClass, string>> = {
  synced: 'stored in a password manager that can copy it to other devices',
  platform: 'built into this device',
  'security-key': 'on a security key',
  'mobile-bound': 'in an authenticator app on a phone',
  'managed-device': 'bound to a managed device',
};

/** Some kinds can never qualify; saying "try again" about them would send people in circles. */
function attestationSentence(credential: AssessedCredential, instead: string): string {
  if (credential.class === 'synced') {
    return `Your role needs proof of the device that a passkey is on. ${capital(called(credential))} can never give that proof, so trying again will not help. ${instead}`;
  }
  return `Your role needs proof of the make and model of an authenticator, and this passkey came without it. ${instead} If the browser asks whether it may show the make and model, allow it.`;
}

function approvalSentence(credential: AssessedCredential, instead: string): string {
  if (credential.class === 'synced') return attestationSentence(credential, instead);
  if (credential.model.evidence === 'attested') {
    return `${capital(called(credential))} is not among the models that your role may use. ${instead}`;
  }
  return `Your role may use certain models only, and this passkey came without proof of its model. ${instead} If the browser asks whether it may show the make and model, allow it.`;
}

const withdrawn: ProblemStatus = 'ATTESTATION_CERTIFICATE_REVOKED';

/** Says what the report means for the person; the status itself is for operators. */
function faultSentence(effective: EffectivePolicy, credential: AssessedCredential, instead: string): string {
  const refused = credential.problems.map(({ status }) => status).filter((status) => refuses(effective, status));
  const model = credential.model.name === null ? '' : ` (${credential.model.name})`;
  if (refused.every((status) => status === withdrawn)) {
    return `The maker of this authenticator${model} has withdrawn the certificate that vouched for it, so it cannot be accepted any more. Choose another one. ${instead}`;
  }
  if (refused.every((status) => status === 'RETIRED' || status === withdrawn)) {
    return `Your passkey's maker has retired this model${model}, so it cannot be accepted any more. Choose another model. ${instead}`;
  }
  return `Your passkey's maker reported a fault in this model${model}, so it cannot be accepted. You did nothing wrong. Choose another model. ${instead}`;
}

function refuses({ refusedStatuses }: EffectivePolicy, status: string): boolean {
  return refusedStatuses.some((each) => each === status);
}

type EvidenceRule = Exclude<
  RuleId,
  | 'applies_to'
  | 'allowed_credential_types'
  | 'sync_allowed'
  | 'attestation_required'
  | 'approved_authenticators'
  | 'denied_authenticators'
  | 'refused_statuses'
  | 'user_verification'
  | 'algorithms'
>;

const updateFirst = 'Install the security updates in the settings of the device, then create the passkey again.';

function evidenceSentence(rule: EvidenceRule, credential: AssessedCredential, instead: string): string {
  const model = capital(called(credential));
  switch (rule) {
    case 'minimum_certification':
      if (!isModelProven(credential)) return attestationSentence(credential, instead);
      return `Your role needs an authenticator that was certified more strictly than ${called(credential)} is. ${instead}`;
    case 'minimum_fips_level':
      if (!isModelProven(credential)) return attestationSentence(credential, instead);
      return `Your role needs an authenticator with a FIPS certificate, and ${called(credential)} has none that is high enough. ${instead}`;
    case 'key_protection':
      if (credential.evidence !== 'attested') return attestationSentence(credential, instead);
      return `${model} does not protect its keys in the way that your role needs. ${instead}`;
    case 'android_security_level':
      return `This device keeps passkeys in a place that is less protected than your role needs. Use another device. ${instead}`;
    case 'android_verified_boot':
      return `This device was unlocked or runs software that its maker did not sign, so its passkeys cannot be trusted. Use another device. ${instead}`;
    case 'android_patch_level':
    case 'android_patch_age':
      return `This device lacked security updates when the passkey was created. ${updateFirst} If there are none, use another device. ${instead}`;
    case 'android_applications':
      return `This passkey was created by an app that is not accepted here. Create it again from the browser or the app of your organisation. ${instead}`;
    default:
      return unreachable(rule);
  }
}

function called({ class: what, model }: AssessedCredential): string {
  if (model.name !== null) return model.name;
  return what === 'synced' ? 'a password manager like this one' : 'this model of authenticator';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function needed(effective: EffectivePolicy): string {
  const types = allowedTypesOf(effective);
  const only = (...some: CredentialType[]) => types.every((type) => some.includes(type));
  if (types.length === 0) return 'something that no passkey is at the moment';
  if (only('security_key')) return 'one on a security key';
  if (only('platform_authenticator', 'managed_device')) return 'one that is built into your work computer';
  if (only('synced_passkey')) return 'one from a password manager';
  if (only('mobile_bound')) return "one in your organisation's authenticator app";
  if (!types.includes('synced_passkey')) return 'one that stays on this device';
  return 'another kind';
}

/** Only what can be enrolled today is recommended, the surest first. */
const recommended: readonly (readonly [CredentialType, string])[] = [
  ['security_key', 'a security key'],
  ['platform_authenticator', 'Windows Hello on your work computer'],
  ['synced_passkey', 'a password manager that keeps passkeys'],
];

const modelsNamedMax = 3;
const aaguidLike = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** One sentence that says what the person can use, from everything that applies to them. */
export function useInstead(effective: EffectivePolicy): string {
  const types = allowedTypesOf(effective);
  const ways = recommended.filter(([type]) => types.includes(type)).map(([, text]) => text);
  if (ways.length === 0 || effective.algorithms.length === 0) return 'Ask your administrator what you can use.';
  const [only] = effective.approvedAuthenticators;
  const models =
    effective.approvedAuthenticators.length === 1 ? (only ?? []).filter((each) => !aaguidLike.test(each)) : [];
  const which =
    effective.approvedAuthenticators.length === 0
      ? ''
      : models.length > 0 && models.length <= modelsNamedMax
        ? ` These models are accepted: ${models.join(', ')}.`
        : ' Your administrator can tell you which models are accepted.';
  return `Use ${ways.join(', or ')}.${which}`;
}
