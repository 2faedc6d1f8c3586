import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { instant, type PersonId } from '@holdfast/kernel';
import { defaultPolicySource, judge, parsePolicy } from '@holdfast/policy';
import { assess, makeTrustData } from '@holdfast/trust';
import { audienceOf } from '../../apps/server/src/store/audiences.ts';
import { insertCredential } from '../../apps/server/src/store/credentials.ts';
import { openDatabase } from '../../apps/server/src/store/database.ts';
import { migrate } from '../../apps/server/src/store/migrate.ts';
import { rememberJudged } from '../../apps/server/src/use-cases/judging/remember-judged.ts';
import type { Enrolled } from './people.ts';

/** Writes people with one active passkey each into an empty database of Holdfast, as enrolment leaves them. */
export async function seedHoldfast(databaseUrl: string, people: readonly Enrolled[]): Promise<void> {
  const policy = parsePolicy(defaultPolicySource, 'the shipped policy');
  if (!policy.ok) throw new Error('the shipped policy cannot be read');
  const at = instant(Date.now());
  const trust = makeTrustData({ models: [], digest: 'none', at });
  const database = openDatabase(databaseUrl);
  try {
    await migrate(database);
    await database.inTransaction(async (tx) => {
      for (const [index, { userHandle, verified }] of people.entries()) {
        const id = randomUUID();
        const common = { email: null, status: 'active', enrolled_at: at, created_at: at, updated_at: at } as const;
        const name = { username: `person${index}`, display_name: `Person ${index}` };
        await tx
          .insertInto('person')
          .values({ id, ...name, ...common, user_handle: userHandle, last_sign_in_at: null })
          .execute();
        const assessment = assess(verified.facts, trust, at);
        const verdict = judge(policy.value, [], assessment);
        if (verdict.outcome !== 'accepted') throw new Error('the shipped policy refuses the passkeys of the benchmark');
        const judged = { facts: verified.facts, at, trust, audienceId: audienceOf([]).id, assessment, verdict };
        await insertCredential(tx, {
          verified,
          personId: id as PersonId,
          name: 'A passkey',
          statusReason: 'It meets the policy of your role.',
          assessment,
          tier: verdict.tier,
          judgementId: await rememberJudged(tx, judged),
          rpId: 'localhost',
          origin: 'http://localhost',
          address: '127.0.0.1',
          at,
        });
      }
    });
  } finally {
    await database.close();
  }
}

/** The same people for the plain server. */
export function seedPlain(file: string, people: readonly Enrolled[]): void {
  const database = new DatabaseSync(file);
  database.exec(`
    pragma journal_mode = wal;
    create table person (id text primary key, name text not null);
    create table credential (id text primary key, person_id text not null references person (id),
      public_key blob not null, counter integer not null, last_used_at integer);
    create table challenge (id text primary key, challenge text not null, expires_at integer not null);
    create table session (id text primary key, person_id text not null references person (id), expires_at integer not null);
    begin;`);
  const person = database.prepare('insert into person values (?, ?)');
  const credential = database.prepare('insert into credential values (?, ?, ?, ?, null)');
  for (const [index, { credentialId, verified }] of people.entries()) {
    person.run(`person ${index}`, `Person ${index}`);
    credential.run(credentialId, `person ${index}`, verified.publicKeyCose, verified.signCount);
  }
  database.exec('commit');
  database.close();
}
