import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { DAY_MS, type PersonId } from '@holdfast/kernel';
import { effectivePolicy, judge, type Policy, parsePolicy, populationsOf } from '@holdfast/policy';
import type { Assessment } from '@holdfast/trust';
import fc from 'fast-check';
import { refreshAudience } from '../../store/audiences.ts';
import { judgementId } from '../../store/judgements.ts';
import { eachDatabase, type TestInstallation } from '../../testing/harness.ts';
import { applyPolicyAtStart } from './apply-at-start.ts';
import { impactNow } from './impact-now.ts';
import { REPLAY_DAYS } from './impact-sign-ins.ts';
import { type ImpactList, impactLists } from './impact-tally.ts';

const everybody = 'applies_to: everybody';
const all = 'allowed_credential_types: [synced_passkey, platform_authenticator, security_key]';
const bound = 'allowed_credential_types: [platform_authenticator, security_key]';
const policies = [
  `passkey_policy:\n  a:\n    ${everybody}\n    ${all}\n`,
  `passkey_policy:\n  a:\n    ${everybody}\n    ${bound}\n`,
  `passkey_policy:\n  a:\n    ${everybody}\n    ${all}\n    minimum_credentials: 3\n`,
  `passkey_policy:\n  a:\n    ${everybody}\n    ${all}\n  red:\n    ${bound}\n    minimum_credentials: 1\n`,
  `passkey_policy:\n  red:\n    ${all}\n  blue:\n    ${bound}\n    attestation_required: true\n`,
  `passkey_policy:\n  a:\n    ${everybody}\n    ${all}\n    attestation_required: true\n    monitor: [attestation_required]\n`,
].map((source): Policy => {
  const parsed = parsePolicy(source, 'policy of the test');
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.value;
});

const kinds = [
  ['synced', 'claimed', null],
  ['platform', 'claimed', 'Laptop'],
  ['security-key', 'attested', 'Key'],
  ['security-key', 'claimed', 'Key'],
] as const;
const assessments = kinds.map(([what, evidence, name]) => assessmentOf(what, evidence, name));

function assessmentOf(what: Assessment['class'], evidence: Assessment['evidence'], name: string | null): Assessment {
  const isSynced = what === 'synced';
  return {
    shape: 2,
    class: what,
    evidence,
    model: { aaguid: '11111111-2222-4333-8444-555555555555', name, evidence, source: null },
    attestation: { format: 'none', type: 'none', trusted: evidence === 'attested', anchor: null },
    algorithm: -7,
    userVerified: true,
    backupEligible: isSynced,
    backedUp: isSynced,
    problems: [],
    certification: { level: null, fips: null },
    keyProtection: [],
    android: null,
    tpm: null,
    reasons: [],
  };
}

const statuses = ['active', 'set aside', 'alarmed', 'revoked', 'pending'] as const;
const groupSets = [[], ['red'], ['blue'], ['blue', 'red']] as const;
type Person = {
  readonly groups: readonly string[];
  readonly isDisabled: boolean;
  readonly passkeys: readonly {
    readonly kind: number;
    readonly status: (typeof statuses)[number];
    /** How many days ago it was used. */
    readonly used: readonly number[];
  }[];
};

const person: fc.Arbitrary<Person> = fc.record({
  groups: fc.constantFrom(...groupSets),
  isDisabled: fc.nat(9).map((n) => n === 0),
  passkeys: fc.array(
    fc.record({
      kind: fc.nat(kinds.length - 1),
      status: fc.constantFrom(...statuses),
      used: fc.array(fc.nat(REPLAY_DAYS + 9), { maxLength: 3 }),
    }),
    { maxLength: 4 },
  ),
});

/** So small that everything takes several steps. */
const sizes = { people: 3, signIns: 4, signInsMax: 1000 };

type Kept = Person & { readonly id: string };

/** Writes the rows that registrations, sign-ins and judging would have left. */
async function fill({ database, ports, clock }: TestInstallation, people: readonly Person[]): Promise<readonly Kept[]> {
  const { queries } = database;
  const { trust } = await ports.standing();
  for (const table of [
    'group_member',
    'group',
    'audit_event',
    'credential',
    'judgement',
    'credential_facts',
    'person',
  ] as const) {
    await queries.deleteFrom(table).execute();
  }
  for (const name of ['red', 'blue']) {
    await queries.insertInto('group').values({ id: name, name, description: '', created_at: clock.at }).execute();
  }
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  for (const [kind, assessment] of assessments.entries()) {
    const text = JSON.stringify(assessment);
    await queries
      .insertInto('credential_facts')
      .values({
        digest: sha(`facts ${kind}`),
        facts: '{}',
        first_seen_at: clock.at,
        class: assessment.class,
        evidence: assessment.evidence,
        model_name: assessment.model.name,
        assessment: text,
        assessment_digest: sha(text),
        trust_digest: trust.digest,
      })
      .execute();
  }
  const kept = people.map((each) => ({ ...each, id: ports.newId(clock.at) }));
  for (const each of kept) await fillPerson({ database, clock }, each, sha);
  const signIns = kept.flatMap(({ id, passkeys }) =>
    passkeys.flatMap(({ used }, index) => used.map((day) => ({ id, credentialId: `${id}-${index}`, day }))),
  );
  for (const { id, credentialId, day } of signIns.toSorted((a, b) => b.day - a.day)) {
    await fillSignIn({ queries, ports }, id, credentialId, clock.at - day * DAY_MS);
  }
  return kept;
}

async function fillPerson(
  { database: { queries }, clock }: Pick<TestInstallation, 'database' | 'clock'>,
  { id, groups, isDisabled, passkeys }: Kept,
  sha: (text: string) => string,
): Promise<void> {
  const at = clock.at;
  const named = { username: id, display_name: id, email: null, user_handle: id };
  const times = { enrolled_at: at, created_at: at, updated_at: at, last_sign_in_at: null };
  const status = isDisabled ? ('disabled' as const) : ('active' as const);
  await queries
    .insertInto('person')
    .values({ id, ...named, ...times, status })
    .execute();
  for (const group_id of groups)
    await queries.insertInto('group_member').values({ group_id, person_id: id, added_at: at }).execute();
  const audience = await refreshAudience(queries, id as PersonId);
  for (const [index, { kind, status: how }] of passkeys.entries()) {
    const judgement = judgementId(sha(`facts ${kind}`), audience.id);
    await queries
      .insertInto('judgement')
      .values({
        id: judgement,
        facts_digest: sha(`facts ${kind}`),
        audience_id: audience.id,
        outcome: 'accepted',
        tier: 1,
        wanted_status: 'active',
        reason: '',
        cause: null,
        verdict: '{}',
        monitored: 0,
        policy_digest: '',
        trust_digest: '',
        dirty: 0,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const credentialId = `${id}-${index}`;
    const isSetAside = how === 'set aside' || how === 'alarmed';
    await queries
      .insertInto('credential')
      .values({
        id: credentialId,
        person_id: id,
        name: 'Passkey',
        public_key_spki: new Uint8Array(1),
        public_key_cose: new Uint8Array(1),
        algorithm: -7,
        sign_count: 0,
        backup_eligible: 0,
        backed_up: 0,
        transports: '[]',
        status: isSetAside ? 'quarantined' : how,
        status_reason: '',
        status_cause: how === 'set aside' ? 'judged' : how === 'alarmed' ? 'alarm' : 'registered',
        class: 'synced',
        evidence: 'claimed',
        aaguid: '11111111-2222-4333-8444-555555555555',
        tier: 1,
        judgement_id: judgement,
        created_at: at,
        last_used_at: null,
        revoked_at: null,
      })
      .execute();
  }
}

async function fillSignIn(
  { queries, ports }: { queries: TestInstallation['database']['queries']; ports: TestInstallation['ports'] },
  personId: string,
  credentialId: string,
  at: number,
): Promise<void> {
  await queries
    .insertInto('audit_event')
    .values({
      id: ports.newId(ports.now()),
      at,
      type: 'sign_in.succeeded',
      outcome: 'success',
      code: null,
      actor_kind: 'person',
      actor_id: personId,
      subject_id: personId,
      credential_id: credentialId,
      address: null,
      origin: null,
      user_agent: null,
      request_id: null,
      policy_digest: null,
      detail: '{}',
    })
    .execute();
}

/** What the words of each list say, person by person, with nothing remembered and nothing shared. */
function listsByHand({ groups, passkeys }: Person, before: Policy, after: Policy): readonly ImpactList[] {
  const isLetIn = (policy: Policy, kind: number) => {
    const assessment = assessments[kind];
    assert.ok(assessment !== undefined);
    return judge(policy, groups, assessment);
  };
  const usable = passkeys.filter(({ status }) => status === 'active' || status === 'set aside');
  if (usable.length === 0) return [];
  const works = usable.map(({ kind, status }) => ({
    today: status === 'active' && isLetIn(before, kind).outcome === 'accepted',
    afterwards: isLetIn(after, kind).outcome === 'accepted',
    enforced: isLetIn(after, kind).outcome === 'accepted' && isLetIn(after, kind).monitored === 0,
  }));
  const today = works.filter((each) => each.today).length;
  const afterwards = works.filter((each) => each.afterwards).length;
  const least = (policy: Policy) => effectivePolicy(policy, groups).minimumCredentials;
  const found: Record<ImpactList, boolean> = {
    locked_out: today > 0 && afterwards === 0,
    let_in: today === 0 && afterwards > 0,
    below_minimum: today >= least(before) && afterwards < least(after),
    loses_passkey: works.some((each) => each.today && !each.afterwards),
    gains_passkey: works.some((each) => !each.today && each.afterwards),
    locked_out_if_enforced: afterwards > 0 && works.every((each) => !each.enforced),
  };
  return impactLists.filter((list) => found[list]);
}

async function compare(installation: TestInstallation, people: readonly Person[], after: Policy): Promise<void> {
  const kept = await fill(installation, people);
  const before = policies[0];
  assert.ok(before !== undefined);
  const done = await impactNow(installation.ports, after.source, () => {}, sizes);
  assert.ok(done.ok);
  const { result, named } = done.value;
  const counted = kept.filter(
    ({ isDisabled, passkeys }) =>
      !isDisabled && passkeys.some(({ status }) => status === 'active' || status === 'set aside'),
  );
  assert.equal(result.all.people, counted.length);
  for (const list of impactLists) {
    const expected: readonly Kept[] = counted.filter((each) => listsByHand(each, before, after).includes(list));
    assert.deepEqual([...(named.get(list) ?? [])].sort(), expected.map(({ id }) => id).sort(), list);
    assert.equal(result.all[list], expected.length, list);
    for (const { name, ...counts } of result.populations) {
      const isIn = ({ groups }: Person) => {
        const names = populationsOf(after, groups).map((population) => population.name);
        return name === '' ? names.length === 0 : names.includes(name);
      };
      assert.equal(counts[list], expected.filter(isIn).length, `${list} of ${name}`);
    }
  }
  compareSignIns(kept, after, result.signIns);
}

function compareSignIns(
  kept: readonly Kept[],
  after: Policy,
  signIns: Extract<Awaited<ReturnType<typeof impactNow>>, { ok: true }>['value']['result']['signIns'],
): void {
  const used = kept.flatMap(({ id, groups, passkeys }) =>
    passkeys.flatMap(({ kind, used: days }) => days.map((day) => ({ id, groups, kind, day }))),
  );
  const recent = used.filter(({ day }) => day < REPLAY_DAYS);
  const refused = recent.filter(({ groups, kind }) => {
    const assessment = assessments[kind];
    return assessment !== undefined && judge(after, groups, assessment).outcome === 'refused';
  });
  assert.equal(signIns.replayed, recent.length);
  assert.equal(signIns.refused, refused.length);
  assert.equal(signIns.people, new Set(refused.map(({ id }) => id)).size);
  assert.equal(signIns.isComplete, true);
  for (const [index, { succeeded, refused: count }] of signIns.days.toReversed().entries()) {
    assert.equal(succeeded, recent.filter(({ day }) => day === index).length);
    assert.equal(count, refused.filter(({ day }) => day === index).length);
  }
}

eachDatabase('the impact of a policy', (open, kind) => {
  test('is what looking at every person and every sign-in by itself gives', async () => {
    const installation = await open();
    const [before] = policies;
    assert.ok(before !== undefined);
    await applyPolicyAtStart(installation.ports, { source: before.source, origin: 'file' });
    await fc.assert(
      fc.asyncProperty(fc.array(person, { maxLength: 14 }), fc.constantFrom(...policies), (people, after) =>
        compare(installation, people, after),
      ),
      { numRuns: kind === 'sqlite' ? 40 : 12 },
    );
  });

  test('replays the newest sign-ins where there are more than are replayed, and says so', async () => {
    const installation = await open();
    const [before, stricter] = policies;
    assert.ok(before !== undefined && stricter !== undefined);
    await applyPolicyAtStart(installation.ports, { source: before.source, origin: 'file' });
    const passkey = { kind: 0, status: 'active', used: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] } as const;
    await fill(installation, [{ groups: [], isDisabled: false, passkeys: [passkey] }]);
    const done = await impactNow(installation.ports, stricter.source, () => {}, { ...sizes, signInsMax: 6 });
    assert.ok(done.ok);
    const { replayed, refused, isComplete, people } = done.value.result.signIns;
    assert.deepEqual([replayed, refused, isComplete, people], [8, 8, false, 1]);
  });
});
