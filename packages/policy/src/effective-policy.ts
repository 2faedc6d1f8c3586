import type { CredentialType, EffectivePolicy, Policy, Population, Reaction } from './model.ts';
import { defaultLimits, type MergedValues, type SettingKey, type SettingValues, settings } from './settings.ts';

/** The entries that apply to a person, in the order of the file. */
export function populationsOf(policy: Policy, groups: readonly string[]): readonly Population[] {
  const mine = new Set(groups);
  return policy.populations.filter(({ appliesTo }) => appliesTo === null || appliesTo.some((group) => mine.has(group)));
}

/** Every group that the policy names, so that a directory can say which of them it does not have. */
export function groupsNamed(policy: Policy): readonly string[] {
  return [...new Set(policy.populations.flatMap(({ appliesTo }) => appliesTo ?? []))];
}

/**
 * The policy of one person: the strictest of each matter among all entries that apply. Where none applies nothing is
 * allowed, because silence is not permission.
 */
export function effectivePolicy(policy: Policy, groups: readonly string[]): EffectivePolicy {
  return {
    ...mergePopulations(populationsOf(policy, groups)),
    attestationAsked: policy.populations.some(looksAtModels),
  };
}

/** Windows and others blank the AAGUID when it is not asked for, and some models sync without saying so. */
function looksAtModels(population: Population): boolean {
  const { attestationRequired, approvedAuthenticators, deniedAuthenticators, allowedCredentialTypes } = population;
  const bound = !allowedCredentialTypes.includes('synced_passkey') || !population.syncAllowed;
  return attestationRequired || approvedAuthenticators !== null || deniedAuthenticators.length > 0 || bound;
}

/** The words of each entry by key, as `settings` merges them. */
const writtenIn: { readonly [K in SettingKey]: (population: Population) => SettingValues[K] } = {
  applies_to: ({ appliesTo }) => appliesTo,
  allowed_credential_types: ({ allowedCredentialTypes }) => allowedCredentialTypes,
  minimum_credentials: ({ minimumCredentials }) => minimumCredentials,
  maximum_credentials: ({ maximumCredentials }) => maximumCredentials,
  attestation_required: ({ attestationRequired }) => attestationRequired,
  sync_allowed: ({ syncAllowed }) => syncAllowed,
  approved_authenticators: ({ approvedAuthenticators }) => approvedAuthenticators,
  denied_authenticators: ({ deniedAuthenticators }) => deniedAuthenticators,
  user_verification: ({ userVerification }) => userVerification,
  algorithms: ({ algorithms }) => algorithms,
  session_idle: ({ session }) => session.idleMs,
  session_absolute: ({ session }) => session.absoluteMs,
  on_counter_regression: ({ onCounterRegression }) => onCounterRegression,
  on_backup_state_change: ({ onBackupStateChange }) => onBackupStateChange,
};

/** @param populations in the order of the file. */
export function mergePopulations(populations: readonly Population[]): EffectivePolicy {
  if (populations.length === 0) return nothingAllowed;
  const decidedBy: Record<string, string> = {};
  const strictest = <K extends SettingKey>(key: K): MergedValues[K] => {
    const { of } = settings[key].strictest;
    const merged = of(populations.map(writtenIn[key]));
    decidedBy[key] = decider(populations, (some) => sameValue(of(some.map(writtenIn[key])), merged));
    return merged;
  };
  return {
    populations: populations.map(({ name }) => name),
    allowedCredentialTypes: strictest('allowed_credential_types'),
    minimumCredentials: strictest('minimum_credentials'),
    maximumCredentials: strictest('maximum_credentials'),
    attestationRequired: strictest('attestation_required'),
    syncAllowed: strictest('sync_allowed'),
    approvedAuthenticators: strictest('approved_authenticators'),
    deniedAuthenticators: strictest('denied_authenticators'),
    userVerification: strictest('user_verification'),
    algorithms: strictest('algorithms'),
    session: { idleMs: strictest('session_idle'), absoluteMs: strictest('session_absolute') },
    onCounterRegression: strictest('on_counter_regression'),
    onBackupStateChange: strictest('on_backup_state_change'),
    attestationAsked: populations.some(looksAtModels),
    decidedBy,
  };
}

/** The first entry that decides the matter alone, else those that it takes together. */
function decider(populations: readonly Population[], gives: (some: readonly Population[]) => boolean): string {
  const alone = populations.find((each) => gives([each]));
  if (alone !== undefined) return alone.name;
  const needed = populations.reduce(
    (kept, each) => {
      const without = kept.filter((other) => other !== each);
      return gives(without) ? without : kept;
    },
    [...populations],
  );
  return needed.map(({ name }) => name).join(' and ');
}

/** Lists are compared as sets: their order is only a preference. */
function sameValue(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  const others = new Set(b.map((value) => JSON.stringify(value)));
  return a.length === b.length && a.every((value) => others.has(JSON.stringify(value)));
}

const nothingAllowed: EffectivePolicy = {
  populations: [],
  allowedCredentialTypes: [],
  minimumCredentials: defaultLimits.minimum,
  maximumCredentials: defaultLimits.maximum,
  attestationRequired: true,
  syncAllowed: false,
  approvedAuthenticators: [],
  deniedAuthenticators: [],
  userVerification: 'required',
  algorithms: [],
  session: { idleMs: defaultLimits.idleMs, absoluteMs: defaultLimits.absoluteMs },
  onCounterRegression: 'quarantine',
  onBackupStateChange: 'quarantine',
  attestationAsked: true,
  decidedBy: {},
};

/** The types that can really pass: a synced one cannot where another entry forbids syncing. */
export function allowedTypesOf(effective: EffectivePolicy): readonly CredentialType[] {
  return effective.allowedCredentialTypes.filter((type) => type !== 'synced_passkey' || effective.syncAllowed);
}

export function sessionLimits(effective: EffectivePolicy): { readonly idleMs: number; readonly absoluteMs: number } {
  return effective.session;
}

/** What to do about a signal of a sign-in; see `on_counter_regression` and `on_backup_state_change`. */
export function reaction(effective: EffectivePolicy, signal: 'counter-regression' | 'backup-state-change'): Reaction {
  return signal === 'counter-regression' ? effective.onCounterRegression : effective.onBackupStateChange;
}
