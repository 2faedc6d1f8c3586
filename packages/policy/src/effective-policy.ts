import { problemStatuses } from './evidence-words.ts';
import type {
  CredentialType,
  EffectivePolicy,
  MonitorableRule,
  Policy,
  Population,
  Reaction,
  TrustGroupKeyReaction,
} from './model.ts';
import { monitorableRules } from './model.ts';
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
  const named = approvedAuthenticators !== null || deniedAuthenticators.length > 0;
  return attestationRequired || named || bound || looksAtEvidence(population);
}

function looksAtEvidence(population: Population): boolean {
  const { minimumCertification, minimumFipsLevel, keyProtection, androidSecurityLevel } = population;
  const { androidVerifiedBoot, androidPatchLevel, androidPatchAgeMonths, androidApplications } = population;
  const ofModel = minimumCertification !== 'none' || minimumFipsLevel > 0 || keyProtection !== null;
  const ofDevice = androidSecurityLevel !== 'software' || androidVerifiedBoot || androidApplications !== null;
  return ofModel || ofDevice || androidPatchLevel !== null || androidPatchAgeMonths !== null;
}

/** The words of each entry by key, as `settings` merges them. */
export const writtenIn: { readonly [K in SettingKey]: (population: Population) => SettingValues[K] } = {
  applies_to: ({ appliesTo }) => appliesTo,
  allowed_credential_types: ({ allowedCredentialTypes }) => allowedCredentialTypes,
  minimum_credentials: ({ minimumCredentials }) => minimumCredentials,
  maximum_credentials: ({ maximumCredentials }) => maximumCredentials,
  attestation_required: ({ attestationRequired }) => attestationRequired,
  sync_allowed: ({ syncAllowed }) => syncAllowed,
  approved_authenticators: ({ approvedAuthenticators }) => approvedAuthenticators,
  denied_authenticators: ({ deniedAuthenticators }) => deniedAuthenticators,
  refused_statuses: ({ refusedStatuses }) => refusedStatuses,
  minimum_certification: ({ minimumCertification }) => minimumCertification,
  minimum_fips_level: ({ minimumFipsLevel }) => minimumFipsLevel,
  key_protection: ({ keyProtection }) => keyProtection,
  android_security_level: ({ androidSecurityLevel }) => androidSecurityLevel,
  android_verified_boot: ({ androidVerifiedBoot }) => androidVerifiedBoot,
  android_patch_level: ({ androidPatchLevel }) => androidPatchLevel,
  android_patch_age: ({ androidPatchAgeMonths }) => androidPatchAgeMonths,
  android_applications: ({ androidApplications }) => androidApplications,
  user_verification: ({ userVerification }) => userVerification,
  algorithms: ({ algorithms }) => algorithms,
  session_idle: ({ session }) => session.idleMs,
  session_absolute: ({ session }) => session.absoluteMs,
  on_counter_regression: ({ onCounterRegression }) => onCounterRegression,
  on_backup_state_change: ({ onBackupStateChange }) => onBackupStateChange,
  on_new_trust_group_key: ({ onNewTrustGroupKey }) => onNewTrustGroupKey,
  monitor: ({ monitor }) => monitor,
};

/** What an entry demands of a matter: a rule that it only monitors demands nothing. */
export function enforcedIn<K extends SettingKey>(key: K, population: Population): SettingValues[K] {
  return isMonitored(key, population) ? openOf(key) : writtenIn[key](population);
}

function isMonitored(key: SettingKey, { monitor }: Population): boolean {
  return isRule(key) && monitor.includes(key);
}

function isRule(key: SettingKey): key is SettingKey & MonitorableRule {
  return monitorableRules.some((rule) => rule === key);
}

/** @throws for a key that is no rule, which nobody can monitor. */
function openOf<K extends SettingKey>(key: K): SettingValues[K] {
  const { open } = settings[key];
  if (open === undefined) throw new Error(`${key} is not a rule`);
  return open;
}

/** @param populations in the order of the file. */
export function mergePopulations(populations: readonly Population[]): EffectivePolicy {
  if (populations.length === 0) return nothingAllowed;
  const decidedBy: Record<string, string> = {};
  const strictest = <K extends SettingKey>(key: K): MergedValues[K] => {
    const { of } = settings[key].strictest;
    const enforcing = populations.filter((each) => !isMonitored(key, each));
    // Nobody enforces it: those who monitor it are named, and the value restricts nothing.
    if (enforcing.length === 0) {
      decidedBy[key] = populations.map(({ name }) => name).join(' and ');
      return of([openOf(key)]);
    }
    const merged = of(enforcing.map(writtenIn[key]));
    decidedBy[key] = decider(enforcing, (some) => sameValue(of(some.map(writtenIn[key])), merged));
    return merged;
  };
  const allowedCredentialTypes = strictest('allowed_credential_types');
  const syncAllowed = strictest('sync_allowed');
  return {
    populations: populations.map(({ name }) => name),
    allowedCredentialTypes,
    minimumCredentials: strictest('minimum_credentials'),
    maximumCredentials: strictest('maximum_credentials'),
    attestationRequired: strictest('attestation_required'),
    syncAllowed,
    approvedAuthenticators: strictest('approved_authenticators'),
    deniedAuthenticators: strictest('denied_authenticators'),
    refusedStatuses: strictest('refused_statuses'),
    minimumCertification: strictest('minimum_certification'),
    minimumFipsLevel: strictest('minimum_fips_level'),
    keyProtection: strictest('key_protection'),
    androidSecurityLevel: strictest('android_security_level'),
    androidVerifiedBoot: strictest('android_verified_boot'),
    androidPatchLevel: strictest('android_patch_level'),
    androidPatchAgeMonths: strictest('android_patch_age'),
    androidApplications: strictest('android_applications'),
    userVerification: strictest('user_verification'),
    algorithms: strictest('algorithms'),
    session: { idleMs: strictest('session_idle'), absoluteMs: strictest('session_absolute') },
    onCounterRegression: strictest('on_counter_regression'),
    onBackupStateChange: strictest('on_backup_state_change'),
    onNewTrustGroupKey: strictest('on_new_trust_group_key'),
    monitor: strictest('monitor'),
    attestationAsked: populations.some(looksAtModels),
    trustGroupKeyAsked: syncAllowed && allowedCredentialTypes.includes('synced_passkey'),
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
export function sameValue(a: unknown, b: unknown): boolean {
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
  refusedStatuses: problemStatuses,
  minimumCertification: 'none',
  minimumFipsLevel: 0,
  keyProtection: [],
  androidSecurityLevel: 'software',
  androidVerifiedBoot: false,
  androidPatchLevel: null,
  androidPatchAgeMonths: null,
  androidApplications: null,
  userVerification: 'required',
  algorithms: [],
  session: { idleMs: defaultLimits.idleMs, absoluteMs: defaultLimits.absoluteMs },
  onCounterRegression: 'quarantine',
  onBackupStateChange: 'quarantine',
  onNewTrustGroupKey: 'refuse',
  monitor: [],
  attestationAsked: true,
  trustGroupKeyAsked: false,
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

/** What to do when a synced passkey shows the key of another trust group; see `on_new_trust_group_key`. */
export function trustGroupKeyReaction(effective: EffectivePolicy): TrustGroupKeyReaction {
  return effective.onNewTrustGroupKey;
}

/**
 * Whether a sign-in asks for the key of the trust group before it is known who signs in: where anybody may use a synced
 * passkey. `EffectivePolicy.trustGroupKeyAsked` is the answer for one person.
 */
export function asksTrustGroupKey({ populations }: Policy): boolean {
  return populations.some((population) => {
    const types = enforcedIn('allowed_credential_types', population);
    return types.includes('synced_passkey') && enforcedIn('sync_allowed', population);
  });
}
