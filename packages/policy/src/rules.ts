import { algorithmName, algorithmNumbers } from './algorithms.ts';
import { evidenceRules } from './evidence-rules.ts';
import { type AssessedCredential, credentialTypes, type EffectivePolicy, type MonitorableRule } from './model.ts';

/** What the rules look at: one population, or several merged. */
export type Standard = Pick<
  EffectivePolicy,
  | 'allowedCredentialTypes'
  | 'syncAllowed'
  | 'attestationRequired'
  | 'approvedAuthenticators'
  | 'deniedAuthenticators'
  | 'refusedStatuses'
  | 'minimumCertification'
  | 'minimumFipsLevel'
  | 'keyProtection'
  | 'androidSecurityLevel'
  | 'androidVerifiedBoot'
  | 'androidPatchLevel'
  | 'androidPatchAgeMonths'
  | 'androidApplications'
  | 'userVerification'
  | 'algorithms'
  | 'monitor'
>;

/** What a rule looked at, in words. */
export type Finding = { readonly fact: string; readonly received: string; readonly expected: string };

export type Rule = {
  readonly id: MonitorableRule;
  /** Whether the standard says anything about it; a rule that says nothing is not told, and holds. */
  readonly isSet: (standard: Standard) => boolean;
  /** Nothing but yes or no: the hot path. */
  readonly holds: (standard: Standard, credential: AssessedCredential) => boolean;
  readonly tell: (standard: Standard, credential: AssessedCredential) => Finding;
};

const always = () => true;

/** Every rule that judges a credential, in the order in which failures are told. */
export const rules: readonly Rule[] = [
  {
    id: 'allowed_credential_types',
    isSet: always,
    holds: ({ allowedCredentialTypes }, credential) =>
      allowedCredentialTypes.some((type) => credentialTypes[type] === credential.class),
    tell: ({ allowedCredentialTypes }, credential) => ({
      fact: 'class',
      received: credential.class,
      expected: alternatives(
        allowedCredentialTypes.map((type) => credentialTypes[type]),
        'nothing is allowed',
      ),
    }),
  },
  {
    id: 'sync_allowed',
    isSet: always,
    holds: ({ syncAllowed }, credential) => syncAllowed || !isSyncable(credential),
    tell: ({ syncAllowed }, credential) => ({
      fact: 'class and backup flags',
      received: `${credential.class}, backup ${credential.backupEligible ? 'eligible' : 'not eligible'}${credential.backedUp ? ', backed up' : ''}`,
      expected: syncAllowed ? 'anything' : 'not synced, backup not eligible',
    }),
  },
  {
    id: 'attestation_required',
    isSet: always,
    holds: ({ attestationRequired }, { evidence }) => !attestationRequired || evidence === 'attested',
    tell: ({ attestationRequired }, { evidence }) => ({
      fact: 'evidence',
      received: evidence,
      expected: attestationRequired ? 'attested' : 'anything',
    }),
  },
  {
    id: 'approved_authenticators',
    isSet: always,
    // A client can claim any model; only the maker's signature makes it one that was approved.
    holds: ({ approvedAuthenticators: lists }, { model }) =>
      lists.length === 0 || (model.evidence === 'attested' && lists.every((list) => names(list, model))),
    tell: ({ approvedAuthenticators: lists }, { model }) => {
      const told = lists.find((list) => !names(list, model)) ?? lists[0];
      return {
        fact: 'model',
        received: modelText(model),
        expected: told === undefined ? 'any model' : `attested, one of ${shortList(told)}`,
      };
    },
  },
  {
    id: 'denied_authenticators',
    isSet: always,
    holds: ({ deniedAuthenticators }, { model }) => !names(deniedAuthenticators, model),
    tell: ({ deniedAuthenticators: denied }, { model }) => ({
      fact: 'model',
      received: modelText(model),
      expected: denied.length === 0 ? 'any model' : `none of ${shortList(denied)}`,
    }),
  },
  ...evidenceRules,
  {
    id: 'user_verification',
    isSet: always,
    holds: ({ userVerification }, { userVerified }) => userVerification !== 'required' || userVerified,
    tell: ({ userVerification }, { userVerified }) => ({
      fact: 'user verified',
      received: userVerified ? 'yes' : 'no',
      expected: userVerification === 'required' ? 'yes' : 'anything',
    }),
  },
  {
    id: 'algorithms',
    isSet: always,
    holds: ({ algorithms }, { algorithm }) => algorithms.some((name) => algorithmNumbers[name].includes(algorithm)),
    tell: ({ algorithms }, { algorithm }) => ({
      fact: 'algorithm',
      received: algorithmName(algorithm),
      expected: alternatives(algorithms, 'none is accepted'),
    }),
  },
];

/** Nothing but yes or no, for the hot path: whether every enforced rule holds. `judge` says why. */
export function admits(standard: Standard, credential: AssessedCredential): boolean {
  for (const rule of rules) {
    if (!rule.holds(standard, credential) && !standard.monitor.includes(rule.id)) return false;
  }
  return true;
}

/** How many rules fail that are only monitored. */
export function monitoredFailures(standard: Standard, credential: AssessedCredential): number {
  let count = 0;
  for (const rule of rules) {
    if (standard.monitor.includes(rule.id) && !rule.holds(standard, credential)) count += 1;
  }
  return count;
}

/** Whether it can leave what it was made on, by class or by the flags that the authenticator signed. */
export function isSyncable({ class: what, backupEligible, backedUp }: AssessedCredential): boolean {
  return what === 'synced' || backupEligible || backedUp;
}

type Model = AssessedCredential['model'];

function names(list: readonly string[], { aaguid, name }: Model): boolean {
  if (list.length === 0) return false;
  const one = aaguid.toLowerCase();
  const other = name?.toLowerCase();
  return list.some((entry) => {
    const meant = entry.toLowerCase();
    return meant === one || meant === other;
  });
}

function alternatives(list: readonly string[], nothing: string): string {
  return list.length === 0 ? nothing : list.join(' or ');
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
