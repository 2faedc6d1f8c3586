import { DAY_MS, HOUR_MS, MINUTE_MS } from '@holdfast/kernel';
import { algorithmNames, defaultAlgorithms } from './algorithms.ts';
import { evidenceSettings } from './evidence-settings.ts';
import { trustGroupKeyReactions } from './evidence-words.ts';
import {
  type AlgorithmName,
  type AndroidSecurityLevel,
  type CertificationDemand,
  type CredentialType,
  credentialTypes,
  type KeyProtection,
  type MonitorableRule,
  monitorableRules,
  type ProblemStatus,
  type Reaction,
  type TrustGroupKeyReaction,
  type UserVerification,
} from './model.ts';
import { durationText, type Shape, shapes } from './shapes.ts';
import { highest, highestOf, inAll, inAny, lowest, oneOfEach, trueInAll, trueInAny } from './strictest.ts';

/** What one entry says, by key as written. */
export type SettingValues = {
  readonly applies_to: readonly string[] | null;
  readonly allowed_credential_types: readonly CredentialType[];
  readonly minimum_credentials: number;
  readonly maximum_credentials: number;
  readonly attestation_required: boolean;
  readonly sync_allowed: boolean;
  readonly approved_authenticators: readonly string[] | null;
  readonly denied_authenticators: readonly string[];
  readonly refused_statuses: readonly ProblemStatus[];
  readonly minimum_certification: CertificationDemand;
  readonly minimum_fips_level: number;
  readonly key_protection: readonly KeyProtection[] | null;
  readonly android_security_level: AndroidSecurityLevel;
  readonly android_verified_boot: boolean;
  readonly android_patch_level: number | null;
  readonly android_patch_age: number | null;
  readonly android_applications: readonly string[] | null;
  readonly user_verification: UserVerification;
  readonly algorithms: readonly AlgorithmName[];
  readonly session_idle: number;
  readonly session_absolute: number;
  readonly on_counter_regression: Reaction;
  readonly on_backup_state_change: Reaction;
  readonly on_new_trust_group_key: TrustGroupKeyReaction;
  readonly monitor: readonly MonitorableRule[];
};
export type SettingKey = keyof SettingValues;

/** What several entries say together. Approvals are kept apart: a model must be on every list. */
export type MergedValues = Omit<SettingValues, 'applies_to' | 'approved_authenticators' | 'key_protection'> & {
  readonly applies_to: null;
  readonly approved_authenticators: readonly (readonly string[])[];
  readonly key_protection: readonly (readonly KeyProtection[])[];
};

/** What the entry says explicitly, for defaults that depend on it. */
export type Explicit = Partial<SettingValues>;

/** One key of an entry: everything that parser, JSON schema, reference page and merging know of it. */
export type Setting<T, Merged> = {
  readonly shape: Shape<T>;
  readonly meaning: string;
  /** Null: the key must be written. */
  readonly fallback: { readonly words: string; readonly of: (explicit: Explicit, population: string) => T } | null;
  readonly strictest: { readonly words: string; readonly of: (all: readonly T[]) => Merged };
  /** Of rules: the value that restricts nothing. */
  readonly open?: T;
};

/** A rule can be monitored: then its open value counts. */
export type SettingOf<K extends SettingKey> = Setting<SettingValues[K], MergedValues[K]> &
  (K extends MonitorableRule ? { readonly open: SettingValues[K] } : unknown);

/** The name that needs no `applies_to`: it is everybody. */
export const everybody = 'general_workforce';

const typeNames = Object.keys(credentialTypes) as readonly CredentialType[];
/** From the mildest to the strictest. */
export const reactionsByStrictness = ['warn', 'refuse', 'quarantine'] as const satisfies readonly Reaction[];

export const defaultLimits = { minimum: 2, maximum: 10, idleMs: HOUR_MS, absoluteMs: DAY_MS };

export const settings: { readonly [K in SettingKey]: SettingOf<K> } = {
  applies_to: {
    shape: shapes.groups,
    meaning:
      'Names of the groups whose members the entry applies to, compared exactly; or `everybody`. A group of the directory that is called `everybody` can be meant by writing it in a list.',
    fallback: {
      words: `the group named like the entry; \`${everybody}\`: everybody`,
      of: (_, population) => (population === everybody ? null : [population]),
    },
    strictest: { words: 'not merged: every entry that applies to a person counts', of: () => null },
  },
  allowed_credential_types: {
    shape: shapes.listOf(typeNames),
    meaning:
      'What a passkey may be. `synced_passkey`: kept by a provider that copies it to other devices. `platform_authenticator`: bound to the hardware of one device. `security_key`: on a roaming hardware key. `mobile_bound` and `managed_device` are understood, but cannot be enrolled yet.',
    fallback: null,
    strictest: { words: 'only types that every entry allows', of: inAll },
    open: typeNames,
  },
  minimum_credentials: {
    shape: shapes.integer(1, 50),
    meaning: 'How many active passkeys a person should have. Below it the person is asked to add one.',
    fallback: {
      words: `${defaultLimits.minimum}, or \`maximum_credentials\` if that is less`,
      of: ({ maximum_credentials: maximum = defaultLimits.minimum }) => Math.min(defaultLimits.minimum, maximum),
    },
    strictest: { words: 'the highest', of: highest },
  },
  maximum_credentials: {
    shape: shapes.integer(1, 50),
    meaning: 'How many active and pending passkeys a person may have. No more can be added above it.',
    fallback: {
      words: `${defaultLimits.maximum}, or \`minimum_credentials\` if that is more`,
      of: ({ minimum_credentials: minimum = defaultLimits.maximum }) => Math.max(defaultLimits.maximum, minimum),
    },
    strictest: { words: 'the lowest', of: lowest },
  },
  attestation_required: {
    shape: shapes.boolean,
    meaning:
      'Whether the maker of the authenticator must have signed for it, with a chain to an anchor that is trusted here. No attestation, self attestation and an unknown maker are refused.',
    fallback: { words: '`false`', of: () => false },
    strictest: { words: '`true` if any entry says so', of: trueInAny },
    open: false,
  },
  sync_allowed: {
    shape: shapes.boolean,
    meaning:
      'Whether a passkey may be one that can be copied to other devices (class `synced`, or marked as eligible for backup).',
    fallback: {
      words: '`true` exactly if `synced_passkey` is allowed or `allowed_credential_types` is only monitored',
      of: ({ allowed_credential_types: types = [], monitor = [] }) =>
        types.includes('synced_passkey') || monitor.includes('allowed_credential_types'),
    },
    strictest: { words: '`false` if any entry says so', of: trueInAll },
    open: true,
  },
  approved_authenticators: {
    shape: shapes.models,
    meaning:
      'Model names (compared without regard to case) or AAGUIDs. Only these models are accepted, and only if the maker proved the model: what a client claims never satisfies an approval.',
    fallback: { words: 'any model', of: () => null },
    strictest: { words: 'a model must be on the list of every entry that has one', of: oneOfEach },
    open: null,
  },
  denied_authenticators: {
    shape: shapes.models,
    meaning:
      'Model names or AAGUIDs that are refused, claimed ones too. The AAGUID of zeros denies every authenticator that does not tell its model.',
    fallback: { words: 'none', of: () => [] },
    strictest: { words: 'every model that any entry denies', of: inAny },
    open: [],
  },
  ...evidenceSettings,
  user_verification: {
    shape: shapes.oneOf(['required', 'preferred']),
    meaning: 'Whether the authenticator must have checked the person by PIN, fingerprint or face.',
    fallback: { words: '`required`', of: () => 'required' },
    strictest: {
      words: '`required` if any entry says so',
      of: highestOf(['preferred', 'required']),
    },
    open: 'preferred',
  },
  algorithms: {
    shape: shapes.algorithms(algorithmNames),
    meaning: 'Signature algorithms that are accepted, in the order in which authenticators are offered them.',
    fallback: {
      words: defaultAlgorithms.map((name) => `\`${name}\``).join(', '),
      of: () => defaultAlgorithms,
    },
    strictest: { words: 'only algorithms that every entry accepts', of: inAll },
    open: [...new Set([...defaultAlgorithms, ...algorithmNames])],
  },
  session_idle: {
    shape: shapes.duration(MINUTE_MS, 90 * DAY_MS),
    meaning: 'A session ends after this time without use.',
    fallback: {
      words: `\`${durationText(defaultLimits.idleMs)}\`, or \`session_absolute\` if that is shorter`,
      of: ({ session_absolute: absolute = defaultLimits.idleMs }) => Math.min(defaultLimits.idleMs, absolute),
    },
    strictest: { words: 'the shortest', of: lowest },
  },
  session_absolute: {
    shape: shapes.duration(MINUTE_MS, 90 * DAY_MS),
    meaning: 'A session ends after this time in any case.',
    fallback: {
      words: `\`${durationText(defaultLimits.absoluteMs)}\`, or \`session_idle\` if that is longer`,
      of: ({ session_idle: idle = defaultLimits.absoluteMs }) => Math.max(defaultLimits.absoluteMs, idle),
    },
    strictest: { words: 'the shortest', of: lowest },
  },
  on_counter_regression: {
    shape: shapes.oneOf(reactionsByStrictness),
    meaning:
      'What happens when the signature counter of a passkey did not rise, a sign of a copy. `warn`: the sign-in goes on. `refuse`: this sign-in is refused, the passkey stays active. `quarantine`: this sign-in is refused and the passkey is set aside. All three leave an event.',
    fallback: { words: '`quarantine`', of: () => 'quarantine' },
    strictest: { words: '`quarantine` before `refuse` before `warn`', of: highestOf(reactionsByStrictness) },
  },
  on_backup_state_change: {
    shape: shapes.oneOf(reactionsByStrictness),
    meaning:
      'What happens when a passkey that may be copied says for the first time that it was, or no longer is. The same three reactions.',
    fallback: { words: '`warn`', of: () => 'warn' },
    strictest: { words: '`quarantine` before `refuse` before `warn`', of: highestOf(reactionsByStrictness) },
  },
  on_new_trust_group_key: {
    shape: shapes.oneOf(trustGroupKeyReactions),
    meaning:
      'What happens when a synced passkey that showed the key of a trust group (`cmtgKey`) shows another one for the first time: nothing ties the device that it is used on to the devices before. `warn`: the sign-in goes on. `step_up`: this sign-in is refused until the person has confirmed the new device, with another passkey or on a device that is known. `refuse`: it is refused, and cannot be confirmed. All three leave an event. A passkey that shows no such key is not concerned.',
    fallback: { words: '`warn`', of: () => 'warn' },
    strictest: { words: '`refuse` before `step_up` before `warn`', of: highestOf(trustGroupKeyReactions) },
  },
  monitor: {
    shape: shapes.listOf(monitorableRules),
    meaning:
      'Rules of this entry that only record what they find: a passkey that fails one is accepted, and its verdict says that it would be refused. All other rules are enforced. For trying a stricter rule before it can lock anybody out.',
    fallback: { words: 'none', of: () => [] },
    strictest: {
      words: 'a rule is only recorded where every entry says so; else those that enforce it count',
      of: inAll,
    },
  },
};

export const settingKeys = Object.keys(settings) as readonly SettingKey[];
