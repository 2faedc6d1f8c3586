import type { Population, Position } from './model.ts';
import type { Entry } from './parse-policy.ts';
import type { Report } from './problems.ts';
import { durationText } from './shapes.ts';

/** What one entry says against itself. Only explicit values: a default gives way by itself. */
export function findContradictions(entry: Entry, report: Report): void {
  const types = typesOf(entry);
  findCountAndTimeContradictions(entry, report);
  findSyncContradictions(entry, types, report);
  findProofContradictions(entry, types, report);
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
  if (explicit.sync_allowed === false && synced !== undefined) {
    report('policy.sync_contradiction', at, `${name}: sync_allowed is false, but synced_passkey is allowed`, synced.at);
  }
  if (explicit.sync_allowed === true && synced === undefined && types.length > 0) {
    const message = `${name}: sync_allowed has no effect, because synced_passkey is not allowed`;
    report('policy.sync_without_type', at, message, positions['allowed_credential_types']);
  }
}

function findProofContradictions(entry: Entry, types: readonly Item[], report: Report): void {
  const { name, explicit, positions, itemsAt } = entry;
  const approved = items(explicit.approved_authenticators, itemsAt.get('approved_authenticators'), positions);
  const denied = items(explicit.denied_authenticators, itemsAt.get('denied_authenticators'), positions);
  const demand = explicit.attestation_required === true ? 'attestation_required' : 'approved_authenticators';
  const demandAt = explicit.attestation_required === true || approved.length > 0 ? positions[demand] : undefined;
  if (demandAt !== undefined && types.length > 0 && types.every(({ value }) => value === 'synced_passkey')) {
    const message = `${name}: ${demand} cannot be met, because only synced passkeys are allowed and they prove nothing`;
    report('policy.attestation_unreachable', demandAt, message, positions['allowed_credential_types']);
  }
  const attestationAt = positions['attestation_required'];
  if (explicit.attestation_required === false && approved.length > 0 && attestationAt !== undefined) {
    const message = `${name}: attestation_required: false has no effect, because only an attested model can be approved`;
    report('policy.approval_needs_attestation', attestationAt, message, positions['approved_authenticators']);
  }
  for (const { value, at } of approved) {
    const both = denied.find((other) => other.value.toLowerCase() === value.toLowerCase());
    if (both !== undefined)
      report('policy.approved_and_denied', at, `${name}: "${value}" is approved and denied`, both.at);
  }
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
  const syncAllowed = all.every((population) => population.syncAllowed);
  const [first] = all;
  const type = first?.allowedCredentialTypes.some(
    (each) =>
      (each !== 'synced_passkey' || syncAllowed) && all.every((other) => other.allowedCredentialTypes.includes(each)),
  );
  if (type === false) return { key: 'allowed_credential_types', words: 'credential type' };
  const algorithm = first?.algorithms.some((each) => all.every((other) => other.algorithms.includes(each)));
  return algorithm === false ? { key: 'algorithms', words: 'algorithm' } : undefined;
}

/** Where the key stands, or the entry itself where the value is a default. */
function placeOf({ positions }: Population, key = 'name'): Position {
  return positions[key] ?? positions['name'] ?? { line: 1, column: 1 };
}
