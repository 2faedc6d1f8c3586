import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@holdfast/kernel';
import { supportedAlgorithms } from './algorithms.ts';
import { changeSettings, changesKey } from './change-settings.ts';
import { findContradictions, findMeetingContradictions } from './contradictions.ts';
import type { AlgorithmName, Policy, Population, Position } from './model.ts';
import { type PolicyProblem, problemCollector, type Report } from './problems.ts';
import { quote, readYaml, type Written, type WrittenEntry, type WrittenMap } from './read-yaml.ts';
import { type Explicit, type SettingKey, type SettingValues, settingKeys, settings } from './settings.ts';
import { didYouMean } from './suggest.ts';

export const rootKey = 'passkey_policy';
const rootKeys: readonly string[] = [rootKey, changesKey];
export const populationsMax = 64;
export const populationNamePattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

export type ParseOptions = {
  /** Names that the verifier of this installation can check. Default: `supportedAlgorithms`. */
  readonly algorithms?: readonly AlgorithmName[];
};

/** One entry as far as it could be read: only what was written, and written right. */
export type Entry = {
  readonly name: string;
  readonly explicit: Explicit;
  readonly positions: Readonly<Record<string, Position>>;
  /** For lists: where each item stands. */
  readonly itemsAt: ReadonlyMap<SettingKey, readonly Position[]>;
};

/**
 * Reads a policy file and tells everything that is wrong with it, in the order of the file.
 * @returns the policy where there is no error (there may be warnings), and all problems.
 */
export function checkPolicy(
  source: string,
  file: string,
  options: ParseOptions = {},
): { readonly policy: Policy | null; readonly problems: readonly PolicyProblem[] } {
  const { report, sorted } = problemCollector(file);
  const tree = readYaml(source, report);
  const algorithms = options.algorithms ?? supportedAlgorithms;
  const entries = tree === undefined ? [] : readEntries(tree, report, algorithms);
  const changes = readChanges(tree, report, algorithms);
  for (const entry of entries) findContradictions(entry, report);
  const hasErrors = () => sorted().some(({ severity }) => severity === 'error');
  if (hasErrors()) return { policy: null, problems: sorted() };

  // Only whole entries can be compared: a missing value would be taken for its default.
  const populations = entries.map(populationOf);
  findMeetingContradictions(populations, report);
  if (hasErrors()) return { policy: null, problems: sorted() };
  const digest = createHash('sha256').update(source).digest('hex');
  return { policy: { digest, source, populations, changes }, problems: sorted() };
}

/** As `checkPolicy`, for those who want a policy or nothing; warnings alone do not stand in the way. */
export function parsePolicy(source: string, file: string, options: ParseOptions = {}): Result<Policy, PolicyProblem[]> {
  const { policy, problems } = checkPolicy(source, file, options);
  return policy === null ? err([...problems]) : ok(policy);
}

function readEntries(tree: Written, report: Report, algorithms: readonly AlgorithmName[]): readonly Entry[] {
  const root = tree.kind === 'map' ? tree.entries.find(({ key }) => key === rootKey) : undefined;
  for (const { key, at } of tree.kind === 'map' ? tree.entries : []) {
    if (rootKeys.includes(key)) continue;
    const hint = () => didYouMean(key, root === undefined ? rootKeys : [changesKey]);
    const told = () => `${quote(key)} is unknown here; root keys are ${rootKeys.join(' and ')}.${hint()}`;
    report('policy.unknown_key', at, told);
  }
  if (root === undefined) {
    report('policy.root_missing', tree.at, `the file must have the root key ${rootKey}`);
    return [];
  }
  const { value } = root;
  if (value.kind !== 'map') {
    const nothing = value.kind === 'scalar' && value.value === null;
    if (nothing) report('policy.no_population', root.at, `there is no entry below ${rootKey}`);
    else report('policy.wrong_type', value.at, `${rootKey} must be a map of entries`);
    return [];
  }
  if (value.entries.length === 0) report('policy.no_population', root.at, `there is no entry below ${rootKey}`);
  const tooMany = value.entries[populationsMax];
  if (tooMany !== undefined) {
    report(
      'policy.too_many_populations',
      tooMany.at,
      `there are ${value.entries.length} entries; ${populationsMax} are possible`,
    );
    return [];
  }
  return value.entries.flatMap((written) => readEntry(written, report, algorithms) ?? []);
}

function readChanges(
  tree: Written | undefined,
  report: Report,
  algorithms: readonly AlgorithmName[],
): Policy['changes'] {
  const known = 'second_person';
  const { shape, fallback } = changeSettings[known];
  const unchanged = { secondPerson: fallback.value, position: null };
  const value = tree?.kind === 'map' ? tree.entries.find(({ key }) => key === changesKey)?.value : undefined;
  if (value === undefined) return unchanged;
  if (value.kind !== 'map') {
    report('policy.wrong_type', value.at, `${changesKey} must be a map of keys`);
    return unchanged;
  }
  for (const { key, at } of value.entries) {
    if (key === known) continue;
    report('policy.unknown_key', at, () => `${changesKey} has no key ${quote(key)}.${didYouMean(key, [known])}`);
  }
  const written = value.entries.find(({ key }) => key === known);
  const found = written === undefined ? undefined : shape.read(written.value, { key: known, report, algorithms });
  return written === undefined || found === undefined ? unchanged : { secondPerson: found.value, position: written.at };
}

function readEntry(written: WrittenEntry, report: Report, algorithms: readonly AlgorithmName[]): Entry | undefined {
  const { key: name, at, value } = written;
  if (!populationNamePattern.test(name)) {
    report(
      'policy.population_name',
      at,
      `${quote(name)} must start with a letter and have letters, digits, _ and - only`,
    );
    return undefined;
  }
  if (value.kind !== 'map') {
    if (value.kind === 'scalar' && value.value === null) missing(name, at, report);
    else report('policy.wrong_type', value.at, `${name} must be a map of keys`);
    return undefined;
  }
  for (const each of value.entries) {
    if (settingKeys.some((key) => key === each.key)) continue;
    const told = () => `${name} has no key ${quote(each.key)}.${didYouMean(each.key, settingKeys)}`;
    report('policy.unknown_key', each.at, told);
  }
  const explicit: { [K in SettingKey]?: SettingValues[K] } = {};
  const positions: Record<string, Position> = { name: at };
  const itemsAt = new Map<SettingKey, readonly Position[]>();
  for (const key of settingKeys) readSetting(key, value, { explicit, positions, itemsAt, report, algorithms });
  if (positions['allowed_credential_types'] === undefined) missing(name, at, report);
  return { name, explicit, positions, itemsAt };
}

function missing(name: string, at: Position, report: Report): void {
  report('policy.required_missing', at, `${name} needs allowed_credential_types, which has no default`);
}

type Target = {
  readonly explicit: { [K in SettingKey]?: SettingValues[K] };
  readonly positions: Record<string, Position>;
  readonly itemsAt: Map<SettingKey, readonly Position[]>;
  readonly report: Report;
  readonly algorithms: readonly AlgorithmName[];
};

function readSetting<K extends SettingKey>(key: K, map: WrittenMap, target: Target): void {
  const written = map.entries.find((entry) => entry.key === key);
  if (written === undefined) return;
  target.positions[key] = written.at;
  const { report, algorithms } = target;
  const found = settings[key].shape.read(written.value, { key, report, algorithms });
  if (found === undefined) return;
  target.explicit[key] = found.value;
  target.itemsAt.set(key, found.itemsAt);
}

function populationOf({ name, explicit, positions }: Entry): Population {
  const valueFor = <K extends SettingKey>(key: K): SettingValues[K] => {
    const written: SettingValues[K] | undefined = explicit[key];
    const value = written === undefined ? settings[key].fallback?.of(explicit, name) : written;
    if (value === undefined) throw new Error(`${name} was let through without ${key}`);
    return value;
  };
  return {
    name,
    appliesTo: valueFor('applies_to'),
    allowedCredentialTypes: valueFor('allowed_credential_types'),
    minimumCredentials: valueFor('minimum_credentials'),
    maximumCredentials: valueFor('maximum_credentials'),
    attestationRequired: valueFor('attestation_required'),
    syncAllowed: valueFor('sync_allowed'),
    approvedAuthenticators: valueFor('approved_authenticators'),
    deniedAuthenticators: valueFor('denied_authenticators'),
    refusedStatuses: valueFor('refused_statuses'),
    minimumCertification: valueFor('minimum_certification'),
    minimumFipsLevel: valueFor('minimum_fips_level'),
    keyProtection: valueFor('key_protection'),
    androidSecurityLevel: valueFor('android_security_level'),
    androidVerifiedBoot: valueFor('android_verified_boot'),
    androidPatchLevel: valueFor('android_patch_level'),
    androidPatchAgeMonths: valueFor('android_patch_age'),
    androidApplications: valueFor('android_applications'),
    userVerification: valueFor('user_verification'),
    algorithms: valueFor('algorithms'),
    session: { idleMs: valueFor('session_idle'), absoluteMs: valueFor('session_absolute') },
    onCounterRegression: valueFor('on_counter_regression'),
    onBackupStateChange: valueFor('on_backup_state_change'),
    onNewTrustGroupKey: valueFor('on_new_trust_group_key'),
    monitor: valueFor('monitor'),
    positions,
  };
}
