import { algorithmName, algorithmNumbers } from './algorithms.ts';
import { type AssessedCredential, credentialTypes, type EffectivePolicy, type RuleId } from './model.ts';

/** What the rules look at: one population, or several merged. */
export type Standard = Pick<
  EffectivePolicy,
  | 'allowedCredentialTypes'
  | 'syncAllowed'
  | 'attestationRequired'
  | 'approvedAuthenticators'
  | 'deniedAuthenticators'
  | 'userVerification'
  | 'algorithms'
>;

export type Finding = {
  readonly holds: boolean;
  readonly fact: string;
  readonly received: string;
  readonly expected: string;
};

export type Rule = {
  readonly id: Exclude<RuleId, 'applies_to'>;
  readonly check: (standard: Standard, credential: AssessedCredential) => Finding;
};

/** Every rule that judges a credential, in the order in which failures are told. */
export const rules: readonly Rule[] = [
  { id: 'allowed_credential_types', check: typeIsAllowed },
  { id: 'sync_allowed', check: syncIsAllowed },
  { id: 'attestation_required', check: attestedIfRequired },
  { id: 'approved_authenticators', check: modelIsApproved },
  { id: 'denied_authenticators', check: modelIsNotDenied },
  { id: 'user_verification', check: userVerifiedIfRequired },
  { id: 'algorithms', check: algorithmIsAccepted },
];

/** Nothing but yes or no, for the hot path: whether every rule holds. `judge` says why. */
export function admits(standard: Standard, credential: AssessedCredential): boolean {
  return rules.every(({ check }) => check(standard, credential).holds);
}

/** Whether it can leave what it was made on, by class or by the flags that the authenticator signed. */
export function isSyncable({ class: what, backupEligible, backedUp }: AssessedCredential): boolean {
  return what === 'synced' || backupEligible || backedUp;
}

function typeIsAllowed({ allowedCredentialTypes }: Standard, credential: AssessedCredential): Finding {
  const classes = allowedCredentialTypes.map((type) => credentialTypes[type]);
  return {
    holds: classes.includes(credential.class),
    fact: 'class',
    received: credential.class,
    expected: classes.length === 0 ? 'nothing is allowed' : classes.join(' or '),
  };
}

function syncIsAllowed({ syncAllowed }: Standard, credential: AssessedCredential): Finding {
  const flags = `backup ${credential.backupEligible ? 'eligible' : 'not eligible'}`;
  return {
    holds: syncAllowed || !isSyncable(credential),
    fact: 'class and backup flags',
    received: `${credential.class}, ${flags}${credential.backedUp ? ', backed up' : ''}`,
    expected: syncAllowed ? 'anything' : 'not synced, backup not eligible',
  };
}

function attestedIfRequired({ attestationRequired }: Standard, { evidence }: AssessedCredential): Finding {
  return {
    holds: !attestationRequired || evidence === 'attested',
    fact: 'evidence',
    received: evidence,
    expected: attestationRequired ? 'attested' : 'anything',
  };
}

function modelIsApproved({ approvedAuthenticators }: Standard, { model }: AssessedCredential): Finding {
  const missing = approvedAuthenticators.find((list) => !names(list, model));
  const told = missing ?? approvedAuthenticators[0];
  return {
    // A client can claim any model; only the maker's signature makes it one that was approved.
    holds: approvedAuthenticators.length === 0 || (model.evidence === 'attested' && missing === undefined),
    fact: 'model',
    received: modelText(model),
    expected: told === undefined ? 'any model' : `attested, one of ${shortList(told)}`,
  };
}

function modelIsNotDenied({ deniedAuthenticators }: Standard, { model }: AssessedCredential): Finding {
  return {
    holds: !names(deniedAuthenticators, model),
    fact: 'model',
    received: modelText(model),
    expected: deniedAuthenticators.length === 0 ? 'any model' : `none of ${shortList(deniedAuthenticators)}`,
  };
}

function userVerifiedIfRequired({ userVerification }: Standard, { userVerified }: AssessedCredential): Finding {
  return {
    holds: userVerification !== 'required' || userVerified,
    fact: 'user verified',
    received: userVerified ? 'yes' : 'no',
    expected: userVerification === 'required' ? 'yes' : 'anything',
  };
}

function algorithmIsAccepted({ algorithms }: Standard, { algorithm }: AssessedCredential): Finding {
  return {
    holds: algorithms.some((name) => algorithmNumbers[name].includes(algorithm)),
    fact: 'algorithm',
    received: algorithmName(algorithm),
    expected: algorithms.length === 0 ? 'none is accepted' : algorithms.join(' or '),
  };
}

type Model = AssessedCredential['model'];

function names(list: readonly string[], { aaguid, name }: Model): boolean {
  const said = [aaguid.toLowerCase(), name?.toLowerCase()];
  return list.some((entry) => said.includes(entry.toLowerCase()));
}

/** `YubiKey 5 Series (2fc0…, attested)` */
export function modelText({ aaguid, name, evidence }: Model): string {
  return `${name ?? 'unnamed'} (${aaguid}, ${evidence})`;
}

const listedMax = 5;

function shortList(list: readonly string[]): string {
  const more = list.length - listedMax;
  return `${list.slice(0, listedMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
