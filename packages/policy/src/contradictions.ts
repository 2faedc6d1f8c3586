import { enforcedIn } from './effective-policy.ts';
import { type MonitorableRule, monitorableRules, type Population, type Position } from './model.ts';
import type { Entry } from './parse-policy.ts';
import type { Report } from './problems.ts';
import { type Explicit, settings } from './settings.ts';
import { durationText } from './shapes.ts';
import { inAll, trueInAll } from './strictest.ts';

/** What one entry says against itself. Only explicit values: a default gives way by itself. */
export function findContradictions(entry: Entry, report: Report): void {
  const types = typesOf(entry);
  findCountAndTimeContradictions(entry, report);
  findSyncContradictions(entry, types, report);
  findProofContradictions(entry, types, report);
  findWithoutEffect(entry, types, report);
  for (const { value, at } of types) {
    if (value !== 'mobile_bound' && value !== 'managed_device') continue;
    report('policy.not_issued_yet', at, `${entry.name}: no ${value} passkey can be enrolled yet`);
  }
}

type Item = { readonly value: string; readonly at: Position };

function typesOf({ explicit, itemsAt, positions }: Entry): readonly Item[] {
  return items(explicit.allowed_credential_types, itemsAt.get('allowed_credential_types'), positions);
}

function items(
  values: readonly string[] | null | undefined,
  at: readonly Position[] | undefined,
  positions: Entry['positions'],
): readonly Item[] {
  const fallback = positions['name'] ?? { line: 1, column: 1 };
  return (values ?? []).map((value, index) => ({ value, at: at?.[index] ?? fallback }));
}

function findCountAndTimeContradictions({ name, explicit, positions }: Entry, report: Report): void {
  const { minimum_credentials: minimum, maximum_credentials: maximum } = explicit;
  const minimumAt = positions['minimum_credentials'];
  if (minimum !== undefined && maximum !== undefined && minimum > maximum && minimumAt !== undefined) {
    const message = `${name}: minimum_credentials ${minimum} is more than maximum_credentials ${maximum}`;
    report('policy.minimum_over_maximum', minimumAt, message, positions['maximum_credentials']);
  }
  const { session_idle: idle, session_absolute: absolute } = explicit;
  const idleAt = positions['session_idle'];
  if (idle !== undefined && absolute !== undefined && idle > absolute && idleAt !== undefined) {
    const message = `${name}: session_idle ${durationText(idle)} is longer than session_absolute ${durationText(absolute)}`;
    report('policy.idle_over_absolute', idleAt, message, positions['session_absolute']);
  }
}

function findSyncContradictions({ name, explicit, positions }: Entry, types: readonly Item[], report: Report): void {
  const at = positions['sync_allowed'];
  if (at === undefined) return;
  const synced = types.find(({ value }) => value === 'synced_passkey');
  const isTrial = monitors(explicit, 'sync_allowed') || monitors(explicit, 'allowed_credential_types');
  if (explicit.sync_allowed === false && synced !== undefined && !isTrial) {
    report('policy.sync_contradiction', at, `${name}: sync_allowed is false, but synced_passkey is allowed`, synced.at);
  }
  if (explicit.sync_allowed === true && synced === undefined && types.length > 0) {
    const message = `${name}: sync_allowed has no effect, because synced_passkey is not allowed`;
    report('policy.sync_without_type', at, message, positions['allowed_credential_types']);
  }
}

/** Keys that only attestation can satisfy. */
const proofKeys = ['approved_authenticators', 'minimum_certification', 'minimum_fips_level', 'key_protection'] as const;

function findProofContradictions(entry: Entry, types: readonly Item[], report: Report): void {
  const { name, explicit, positions, itemsAt } = entry;
  const demands = proofKeys.filter((key) => restricts(key, explicit) && positions[key] !== undefined);
  const required = explicit.attestation_required === true ? (['attestation_required'] as const) : [];
  const onlySynced = types.length > 0 && types.every(({ value }) => value === 'synced_passkey');
  const demand = [...required, ...demands].find((key) => !monitors(explicit, key));
  const demandAt = demand === undefined ? undefined : positions[demand];
  if (demandAt !== undefined && onlySynced && !monitors(explicit, 'allowed_credential_types')) {
    const message = `${name}: ${demand} cannot be met, because only synced passkeys are allowed and they prove nothing`;
    report('policy.attestation_unreachable', demandAt, message, positions['allowed_credential_types']);
  }
  const attestationAt = positions['attestation_required'];
  const [needing] = demands;
  if (explicit.attestation_required === false && needing !== undefined && attestationAt !== undefined) {
    const isApproval = needing === 'approved_authenticators';
    const why = isApproval ? 'only an attested model can be approved' : `${needing} counts only what is attested`;
    report(
      isApproval ? 'policy.approval_needs_attestation' : 'policy.proof_needs_attestation',
      attestationAt,
      `${name}: attestation_required: false has no effect, because ${why}`,
      positions[needing],
    );
  }
  const approved = items(explicit.approved_authenticators, itemsAt.get('approved_authenticators'), positions);
  const denied = items(explicit.denied_authenticators, itemsAt.get('denied_authenticators'), positions);
  for (const { value, at } of approved) {
    const both = denied.find((other) => other.value.toLowerCase() === value.toLowerCase());
    if (both !== undefined)
      report('policy.approved_and_denied', at, `${name}: "${value}" is approved and denied`, both.at);
  }
}

const androidKeys = [
  'android_security_level',
  'android_verified_boot',
  'android_patch_level',
  'android_patch_age',
  'android_applications',
] as const;

/** What is written and can change nothing. */
function findWithoutEffect(
  { name, explicit, positions, itemsAt }: Entry,
  types: readonly Item[],
  report: Report,
): void {
  const has = (...some: string[]) => types.length === 0 || types.some(({ value }) => some.includes(value));
  const typesAt = positions['allowed_credential_types'];
  for (const key of androidKeys) {
    const at = positions[key];
    if (at === undefined || has('platform_authenticator', 'mobile_bound')) continue;
    const message = `${name}: ${key} has no effect, because neither platform_authenticator nor mobile_bound is allowed`;
    report('policy.android_without_type', at, message, typesAt);
  }
  const groupKeyAt = positions['on_new_trust_group_key'];
  if (groupKeyAt !== undefined && !has('synced_passkey')) {
    const message = `${name}: on_new_trust_group_key has no effect, because synced_passkey is not allowed`;
    report('policy.trust_group_key_without_type', groupKeyAt, message, typesAt);
  }
  for (const { value, at } of items(explicit.monitor, itemsAt.get('monitor'), positions)) {
    const rule = monitorableRules.find((each) => each === value);
    if (rule === undefined || restricts(rule, explicit)) continue;
    const message = `${name}: monitor names ${value}, which restricts nothing here, so there is nothing to record`;
    report('policy.monitor_without_rule', at, message, positions[rule]);
  }
}

/** Whether the value, written or by default, can refuse anything. */
function restricts<K extends MonitorableRule>(key: K, explicit: Explicit): boolean {
  const { fallback }: { fallback: { of: (explicit: Explicit, population: string) => unknown } | null } = settings[key];
  const value = explicit[key] ?? fallback?.of(explicit, '');
  return JSON.stringify(value) !== JSON.stringify(settings[key].open);
}

function monitors({ monitor = [] }: Explicit, rule: MonitorableRule): boolean {
  return monitor.includes(rule);
}

/** What entries say against each other where they apply to the same people. */
export function findMeetingContradictions(populations: readonly Population[], report: Report): void {
  if (populations.length > 0 && populations.every(({ appliesTo }) => appliesTo !== null)) {
    const last = populations.at(-1);
    const names = [...new Set(populations.flatMap(({ appliesTo }) => appliesTo ?? []))].join(', ');
    if (last !== undefined) {
      report('policy.not_everybody', placeOf(last), `people who are in none of ${names} may use no passkey`);
    }
  }
  populations.forEach((later, index) => {
    for (const earlier of populations.slice(0, index)) comparePair(earlier, later, report);
  });
  compareGroups(populations, report);
}

function comparePair(earlier: Population, later: Population, report: Report): void {
  const together = meet(earlier, later);
  const matter = nothingLeft([earlier, later]);
  if (matter !== undefined) {
    const message = `${earlier.name} and ${later.name} have no ${matter.words} in common`;
    const code = together ? 'policy.nothing_allowed' : 'policy.nothing_allowed_in_both';
    report(code, placeOf(later, matter.key), message, placeOf(earlier, matter.key));
  }
  if (!together) return;
  for (const [more, less] of [
    [earlier, later],
    [later, earlier],
  ] as const) {
    if (more.minimumCredentials <= less.maximumCredentials) continue;
    const message = `${more.name} wants ${more.minimumCredentials} passkeys, but ${less.name} allows ${less.maximumCredentials} to the same people`;
    const at = placeOf(more, 'minimum_credentials');
    report('policy.minimum_over_maximum', at, message, placeOf(less, 'maximum_credentials'));
  }
}

/** Three and more entries can leave nothing although each two leave something. */
function compareGroups(populations: readonly Population[], report: Report): void {
  const byGroup = new Map<string, Population[]>();
  for (const population of populations) {
    for (const group of population.appliesTo ?? []) {
      const listed = byGroup.get(group);
      if (listed === undefined) byGroup.set(group, [population]);
      else listed.push(population);
    }
  }
  const compared = new Set<string>();
  for (const [group, listed] of byGroup) {
    const applying = populations.filter((each) => each.appliesTo === null || listed.includes(each));
    const names = applying.map(({ name }) => name).join(', ');
    if (compared.has(names)) continue;
    compared.add(names);
    const matter = nothingLeft(applying);
    const pairTold = applying.some((a, i) => applying.slice(0, i).some((b) => nothingLeft([a, b]) !== undefined));
    const [first] = applying;
    const last = applying.at(-1);
    if (matter === undefined || first === undefined || last === undefined || pairTold) continue;
    const message = `${names} have no ${matter.words} in common, and all apply to the group "${group}"`;
    report('policy.nothing_allowed', placeOf(last, matter.key), message, placeOf(first, matter.key));
  }
}

/** Whether certainly somebody is under both. Groups that are different may still share people. */
function meet(a: Population, b: Population): boolean {
  if (a.appliesTo === null || b.appliesTo === null) return true;
  return a.appliesTo.some((group) => b.appliesTo?.includes(group));
}

function nothingLeft(all: readonly Population[]): { key: string; words: string } | undefined {
  const values = <K extends 'allowed_credential_types' | 'algorithms' | 'sync_allowed'>(key: K) =>
    all.map((population) => enforcedIn(key, population));
  const syncAllowed = trueInAll(values('sync_allowed'));
  const types = inAll(values('allowed_credential_types'));
  if (!types.some((type) => type !== 'synced_passkey' || syncAllowed)) {
    return { key: 'allowed_credential_types', words: 'credential type' };
  }
  return inAll(values('algorithms')).length === 0 ? { key: 'algorithms', words: 'algorithm' } : undefined;
}

/** Where the key stands, or the entry itself where the value is a default. */
function placeOf({ positions }: Population, key = 'name'): Position {
  return positions[key] ?? positions['name'] ?? { line: 1, column: 1 };
}
