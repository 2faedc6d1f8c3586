import { MINUTE_MS } from '@holdfast/kernel';
import { type EffectivePolicy, monthText, type Population, type SettingKey } from '@holdfast/policy';

/** One setting as text. `applies_to` is told apart from the others: pages show it in the head of a population. */
type Shown = Exclude<SettingKey, 'applies_to'>;
type Values = Omit<EffectivePolicy, 'populations' | 'decidedBy' | 'attestationAsked' | 'trustGroupKeyAsked'>;

const texts: { readonly [K in Shown]: (values: Values) => string } = {
  allowed_credential_types: ({ allowedCredentialTypes }) => list(allowedCredentialTypes, 'none'),
  minimum_credentials: ({ minimumCredentials }) => String(minimumCredentials),
  maximum_credentials: ({ maximumCredentials }) => String(maximumCredentials),
  attestation_required: ({ attestationRequired }) => yesOrNo(attestationRequired),
  sync_allowed: ({ syncAllowed }) => yesOrNo(syncAllowed),
  approved_authenticators: ({ approvedAuthenticators }) => approvals(approvedAuthenticators),
  denied_authenticators: ({ deniedAuthenticators }) => list(deniedAuthenticators, 'none'),
  refused_statuses: ({ refusedStatuses }) => list(refusedStatuses, 'none'),
  minimum_certification: ({ minimumCertification }) => minimumCertification,
  minimum_fips_level: ({ minimumFipsLevel }) => (minimumFipsLevel === 0 ? 'none' : String(minimumFipsLevel)),
  key_protection: ({ keyProtection }) => approvals(keyProtection),
  android_security_level: ({ androidSecurityLevel }) => androidSecurityLevel,
  android_verified_boot: ({ androidVerifiedBoot }) => yesOrNo(androidVerifiedBoot),
  android_patch_level: ({ androidPatchLevel }) => (androidPatchLevel === null ? 'any' : monthText(androidPatchLevel)),
  android_patch_age: ({ androidPatchAgeMonths: months }) => (months === null ? 'any' : counted(months, 'month')),
  android_applications: ({ androidApplications }) =>
    androidApplications === null ? 'any' : list(androidApplications, 'none'),
  user_verification: ({ userVerification }) => userVerification,
  algorithms: ({ algorithms }) => list(algorithms, 'none'),
  session_idle: ({ session }) => duration(session.idleMs),
  session_absolute: ({ session }) => duration(session.absoluteMs),
  on_counter_regression: ({ onCounterRegression }) => onCounterRegression,
  on_backup_state_change: ({ onBackupStateChange }) => onBackupStateChange,
  on_new_trust_group_key: ({ onNewTrustGroupKey }) => onNewTrustGroupKey,
  monitor: ({ monitor }) => list(monitor, 'none'),
};

const shown = Object.keys(texts) as readonly Shown[];

/** What one population says by itself, in the shape of what several say together. */
export function valuesOf(population: Population): Values {
  const { approvedAuthenticators: approved, keyProtection } = population;
  return {
    ...population,
    approvedAuthenticators: approved === null ? [] : [approved],
    keyProtection: keyProtection === null ? [] : [keyProtection],
  };
}

/** Every setting by its key as written, in the order of the reference. */
export function settingTexts(values: Values): readonly { readonly key: Shown; readonly value: string }[] {
  return shown.map((key) => ({ key, value: texts[key](values) }));
}

function list(values: readonly string[], none: string): string {
  return values.length === 0 ? none : values.join(', ');
}

/** Somebody in several populations needs a model that is on every one of their lists. */
function approvals(lists: readonly (readonly string[])[]): string {
  if (lists.length === 0) return 'any';
  return lists.map((models) => models.join(', ')).join('; and also one of: ');
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function duration(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes % (24 * 60) === 0) return counted(minutes / (24 * 60), 'day');
  return minutes % 60 === 0 ? counted(minutes / 60, 'hour') : counted(minutes, 'minute');
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
