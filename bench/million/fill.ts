import { createHash } from 'node:crypto';
import { after, DAY_MS, type Instant } from '@holdfast/kernel';
import { judge } from '@holdfast/policy';
import { type Assessment, assess } from '@holdfast/trust';
import { uuidV7 } from '../../apps/server/src/adapters/ids.ts';
import type { Ports } from '../../apps/server/src/ports.ts';
import { audienceOf } from '../../apps/server/src/store/audiences.ts';
import { wordsText } from '../../apps/server/src/store/person-words.ts';
import { wordsOf } from '../../apps/server/src/store/search-words.ts';
import { rememberJudged } from '../../apps/server/src/use-cases/judging/remember-judged.ts';
import type { Enrolled } from '../sign-in/people.ts';
import { type BulkWriter, type Column, openBulk, type Value } from './bulk.ts';
import { dice, pick } from './dice.ts';
import { type Kind, MONTHS } from './kinds.ts';

export type Scale = { readonly people: number; readonly signIns: number };

const GROUPS = ['privileged_users', 'shared_workstation_users'];
/** How many in a hundred are privileged, share workstations, or both. */
const audiences = [
  { weight: 93, groups: [] },
  { weight: 4, groups: ['privileged_users'] },
  { weight: 2.5, groups: ['shared_workstation_users'] },
  { weight: 0.5, groups: GROUPS },
] as const;
const firstNames = ['Ada', 'Bela', 'Chidi', 'Dana', 'Emre', 'Fatima', 'Goran', 'Hana', 'Ivo', 'Jun', 'Kira', 'Lena'];
const lastNames = ['Adler', 'Brandt', 'Costa', 'Dubois', 'Eriksen', 'Farkas', 'Gruber', 'Horvat', 'Ito', 'Jensen'];

type Judged = {
  readonly id: string;
  readonly assessment: Assessment;
  readonly tier: number;
  readonly isActive: boolean;
};
/** By kind, month and audience. */
type Judgements = ReadonlyMap<Kind, readonly (readonly Judged[])[]>;

/**
 * Writes an organisation into an empty, migrated database whose policy and trust data are in force. The first people can sign in; the
 * other passkeys have keys that nobody holds.
 */
export async function fill(
  ports: Ports,
  kinds: readonly Kind[],
  signers: readonly Enrolled[],
  { people, signIns }: Scale,
): Promise<void> {
  const at = ports.now();
  await writeGroups(ports, at);
  const judgements = await judgeAll(ports, kinds, at);
  const bulk = await openBulk(ports.config.databaseUrl);
  const world = { at, kinds, judgements, signers, people };
  await bulk.write('person', personColumns, personRows(world));
  await bulk.write('person_word', wordColumns, wordRows(world));
  await writeMemberships(ports, bulk, world);
  await bulk.write('credential', credentialColumns, credentialRows(world));
  await bulk.write('audit_event', eventColumns, eventRows(world, signIns));
  await bulk.finish();
}

type World = {
  readonly at: Instant;
  readonly kinds: readonly Kind[];
  readonly judgements: Judgements;
  readonly signers: readonly Enrolled[];
  readonly people: number;
};

/** Groups of every organisation that no policy names: everybody is in one of each kind. */
const DEPARTMENTS = Array.from({ length: 60 }, (_, index) => `department-${index + 1}`);
const LOCATIONS = Array.from({ length: 60 }, (_, index) => `location-${index + 1}`);

function groupsOf(world: World, index: number): readonly string[] {
  const department = DEPARTMENTS[index % 60] ?? '';
  const location = LOCATIONS[Math.floor(dice(index + 29)() * 60)] ?? '';
  return [department, location, ...(audiences[audienceIndex(world, index)]?.groups ?? [])];
}

async function writeGroups({ database, newId }: Ports, at: Instant): Promise<void> {
  // As judging again leaves them when the policy that names them came into force.
  await database.queries.updateTable('named_group').set({ settled: 1 }).execute();
  for (const name of [...GROUPS, ...DEPARTMENTS, ...LOCATIONS]) {
    await database.queries
      .insertInto('group')
      .values({ id: newId(at), name, description: '', created_at: at })
      .execute();
  }
  for (const { groups } of audiences) {
    const audience = audienceOf(groups);
    await database.queries
      .insertInto('audience')
      .values({ id: audience.id, groups: JSON.stringify(audience.groups) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function judgeAll(ports: Ports, kinds: readonly Kind[], now: Instant): Promise<Judgements> {
  const { policy, trust } = await ports.standing();
  const judgements = new Map<Kind, Judged[][]>();
  for (const kind of kinds) {
    const ofKind: Judged[][] = [];
    for (let month = 0; month < kind.months; month += 1) {
      const at = monthsAgo(now, month);
      const assessment = assess(kind.facts, trust, at);
      const ofMonth: Judged[] = [];
      for (const { groups } of audiences) {
        const verdict = judge(policy, groups, assessment);
        const judged = { facts: kind.facts, at, trust, audienceId: audienceOf(groups).id, assessment, verdict };
        const id = await ports.database.inTransaction((tx) => rememberJudged(tx, judged));
        ofMonth.push({ id, assessment, tier: verdict.tier, isActive: verdict.outcome === 'accepted' });
      }
      ofKind.push(ofMonth);
    }
    judgements.set(kind, ofKind);
  }
  return judgements;
}

function monthsAgo(now: Instant, months: number): Instant {
  return after(now, -months * 30 * DAY_MS);
}

const personColumns: readonly Column[] = [
  ['id', 'text'],
  ['username', 'text'],
  ['display_name', 'text'],
  ['email', 'text'],
  ['user_handle', 'text'],
  ['status', 'text'],
  ['audience_id', 'text'],
  ['group_names', 'text'],
  ['words', 'text'],
  ['enrolled_at', 'int8'],
  ['created_at', 'int8'],
  ['updated_at', 'int8'],
];

/** Ids as UUIDv7 are: in the order of their making. */
export function personId(index: number): string {
  const hex = createHash('sha256').update(`person ${index}`).digest('hex');
  const time = (1_700_000_000_000 + index * 1000).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}

function audienceIndex({ signers }: World, index: number): number {
  if (index < signers.length) return 0;
  const thrown = dice(index)();
  return audiences.indexOf(pick(audiences, thrown));
}

function nameOf(index: number): { readonly name: string; readonly username: string } {
  const name = `${firstNames[index % firstNames.length]} ${lastNames[(index >> 3) % lastNames.length]} ${index}`;
  return { name, username: `${name.toLowerCase().replaceAll(' ', '.')}@example.org` };
}

const wordColumns: readonly Column[] = [
  ['word', 'text'],
  ['person_id', 'text'],
];

/** In the order of the key, as far as that costs little: the rows of a table that is one index go where they belong. */
function* wordRows({ people }: World): Iterable<readonly Value[]> {
  const byWord = new Map<string, number[]>();
  for (let index = 0; index < people; index += 1) {
    const { name, username } = nameOf(index);
    for (const word of wordsOf(name, username, username)) {
      const known = byWord.get(word);
      if (known === undefined) byWord.set(word, [index]);
      else known.push(index);
    }
  }
  for (const word of [...byWord.keys()].sort()) {
    for (const index of byWord.get(word) ?? []) yield [word, personId(index)];
  }
}

function* personRows(world: World): Iterable<readonly Value[]> {
  const { signers, people } = world;
  for (let index = 0; index < people; index += 1) {
    const { name, username } = nameOf(index);
    const handle = signers[index]?.userHandle ?? createHash('sha512').update(`handle ${index}`).digest('base64url');
    const joined = after(world.at, -(MONTHS * 30 - 1) * DAY_MS);
    const audience = audienceOf(audiences[audienceIndex(world, index)]?.groups ?? []);
    const groups = JSON.stringify([...groupsOf(world, index)].sort());
    const words = wordsText(wordsOf(name, username, username));
    const at = [joined, joined, joined];
    yield [personId(index), username, name, username, handle, 'active', audience.id, groups, words, ...at];
  }
}

async function writeMemberships({ database }: Ports, bulk: BulkWriter, world: World): Promise<void> {
  const groups = await database.queries.selectFrom('group').select(['id', 'name']).execute();
  const idOf = new Map(groups.map(({ id, name }) => [name, id]));
  function* rows(): Iterable<readonly Value[]> {
    for (let index = 0; index < world.people; index += 1) {
      for (const name of groupsOf(world, index)) {
        yield [idOf.get(name) ?? '', personId(index), world.at];
      }
    }
  }
  const columns = [
    ['group_id', 'text'],
    ['person_id', 'text'],
    ['added_at', 'int8'],
  ] as const;
  await bulk.write('group_member', columns, rows());
  await bulk.run(
    'update "group" set members = (select count(*) from group_member where group_member.group_id = "group".id)',
  );
}

const credentialColumns: readonly Column[] = [
  ['id', 'text'],
  ['person_id', 'text'],
  ['name', 'text'],
  ['public_key_spki', 'bytea'],
  ['public_key_cose', 'bytea'],
  ['algorithm', 'int4'],
  ['sign_count', 'int8'],
  ['backup_eligible', 'int4'],
  ['backed_up', 'int4'],
  ['transports', 'text'],
  ['status', 'text'],
  ['status_reason', 'text'],
  ['status_cause', 'text'],
  ['class', 'text'],
  ['evidence', 'text'],
  ['aaguid', 'text'],
  ['tier', 'int4'],
  ['judgement_id', 'text'],
  ['created_at', 'int8'],
];

/** On average 2.2 passkeys. */
function passkeysOf(index: number): number {
  return 1 + Math.floor(dice(index + 7)() * 3.4);
}

export function credentialId(person: number, passkey: number): string {
  return createHash('sha256').update(`credential ${person} ${passkey}`).digest('base64url');
}

function* credentialRows(world: World): Iterable<readonly Value[]> {
  const spki = new Uint8Array(91).fill(48);
  const cose = new Uint8Array(77).fill(165);
  for (let index = 0; index < world.people; index += 1) {
    const signer = world.signers[index];
    const count = signer === undefined ? passkeysOf(index) : 1;
    const throws = dice(index + 13);
    for (let passkey = 0; passkey < count; passkey += 1) {
      const kind = signer === undefined ? pick(world.kinds, throws()) : (world.kinds[0] as Kind);
      const month = Math.floor(throws() * kind.months);
      const judged = world.judgements.get(kind)?.[month]?.[audienceIndex(world, index)];
      if (judged === undefined) throw new Error(`nothing was judged of ${kind.name}`);
      const createdAt = monthsAgo(world.at, month) - Math.floor(throws() * 1000);
      const { facts } = kind;
      yield [
        signer?.credentialId ?? credentialId(index, passkey),
        personId(index),
        kind.name,
        signer?.verified.publicKeySpki ?? spki,
        signer?.verified.publicKeyCose ?? cose,
        -7,
        0,
        facts.backupEligible ? 1 : 0,
        facts.backedUp ? 1 : 0,
        JSON.stringify(facts.claimed.transports),
        judged.isActive ? 'active' : 'quarantined',
        judged.isActive ? 'It meets the policy of your role.' : 'Your role asks for another kind of passkey.',
        judged.isActive ? 'registered' : 'judged',
        judged.assessment.class,
        judged.assessment.evidence,
        facts.aaguid,
        judged.tier,
        judged.id,
        createdAt,
      ];
    }
  }
}

const eventColumns: readonly Column[] = [
  ['id', 'text'],
  ['at', 'int8'],
  ['type', 'text'],
  ['outcome', 'text'],
  ['actor_kind', 'text'],
  ['actor_id', 'text'],
  ['subject_id', 'text'],
  ['credential_id', 'text'],
  ['address', 'text'],
  ['detail', 'text'],
];

/** Sign-ins of the last thirty days, oldest first. */
function* eventRows({ at, signers, people }: World, count: number): Iterable<readonly Value[]> {
  const throws = dice(99);
  for (let number = 0; number < count; number += 1) {
    const index = signers.length + Math.floor(throws() * (people - signers.length));
    const person = personId(index);
    const when = Math.floor(at - 30 * DAY_MS * (1 - number / count)) as Instant;
    const id = credentialId(index, 0);
    yield [uuidV7(when), when, 'sign_in.succeeded', 'success', 'person', person, person, id, '127.0.0.1', '{}'];
  }
}
