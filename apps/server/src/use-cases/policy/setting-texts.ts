import { MINUTE_MS } from '@holdfast/kernel';
import type { EffectivePolicy, Population, SettingKey } from '@holdfast/policy';

/** One setting as text. `applies_to` is told apart from the others: pages show it in the head of a population. */
type Shown = Exclude<SettingKey, 'applies_to'>;
type Values = Omit<EffectivePolicy, 'populations' | 'decidedBy' | 'attestationAsked'>;

const texts: { readonly [K in Shown]: (values: Values) => string } = {
  allowed_credential_types: ({ allowedCredentialTypes }) => list(allowedCredentialTypes, 'none'),
  minimum_credentials: ({ minimumCredentials }) => String(minimumCredentials),
  maximum_credentials: ({ maximumCredentials }) => String(maximumCredentials),
  attestation_required: ({ attestationRequired }) => yesOrNo(attestationRequired),
  sync_allowed: ({ syncAllowed }) => yesOrNo(syncAllowed),
  approved_authenticators: ({ approvedAuthenticators }) => approvals(approvedAuthenticators),
  denied_authenticators: ({ deniedAuthenticators }) => list(deniedAuthenticators, 'none'),
  user_verification: ({ userVerification }) => userVerification,
  algorithms: ({ algorithms }) => list(algorithms, 'none'),
  session_idle: ({ session }) => duration(session.idleMs),
  session_absolute: ({ session }) => duration(session.absoluteMs),
  on_counter_regression: ({ onCounterRegression }) => onCounterRegression,
  on_backup_state_change: ({ onBackupStateChange }) => onBackupStateChange,
};

const shown = Object.keys(texts) as readonly Shown[];

/** What one population says by itself, in the shape of what several say together. */
export function valuesOf(population: Population): Values {
  const { approvedAuthenticators: approved } = population;
  return { ...population, approvedAuthenticators: approved === null ? [] : [approved] };
}

/** Every setting by its key as written, in the order of the reference. */
export function settingTexts(values: Values): readonly { readonly key: Shown; readonly value: string }[] {
  return shown.map((key) => ({ key, value: texts[key](values) }));
}

function list(values: readonly string[], none: string): string {
  return values.length === 0 ? none : values.join(', ');
}

/** Somebody in several populations needs a model that is on every one of their lists. */
function approvals(lists: EffectivePolicy['approvedAuthenticators']): string {
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
