import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Authenticator } from '@holdfast/emulator';
import { type GroupId, HOUR_MS, type PersonId } from '@holdfast/kernel';
import type { Role } from '../access/permissions.ts';
import { refreshAudience } from '../store/audiences.ts';
import { insertMember } from '../store/groups.ts';
import { rememberWords } from '../store/person-words.ts';
import { newAuthenticator, TestBrowser, tryRegistration, trySignIn } from './browser.ts';
import type { TestInstallation } from './harness.ts';

export type Seeded = { readonly id: string; readonly username: string; readonly token: string };

/** A person with an open invitation, written straight into the database. Groups are made when they are missing. */
export async function seedPerson(
  { database, ports, clock }: TestInstallation,
  { username, roles = [], groups = [] }: { username: string; roles?: readonly Role[]; groups?: readonly string[] },
): Promise<Seeded> {
  const { queries } = database;
  const at = clock.at;
  const id = ports.newId(at);
  const token = Buffer.from(ports.randomBytes(32)).toString('base64url');
  await queries
    .insertInto('person')
    .values({
      id,
      username,
      display_name: `The person ${username}`,
      email: null,
      user_handle: Buffer.from(ports.randomBytes(64)).toString('base64url'),
      status: 'invited',
      enrolled_at: null,
      created_at: at,
      updated_at: at,
      last_sign_in_at: null,
    })
    .execute();
  for (const role of roles) await queries.insertInto('person_role').values({ person_id: id, role }).execute();
  for (const name of groups) {
    const group = { id: ports.newId(at), name, description: '', created_at: at };
    await queries
      .insertInto('group')
      .values(group)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const { id: group_id } = await queries
      .selectFrom('group')
      .select('id')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    await insertMember(queries, group_id as GroupId, id as PersonId, at);
  }
  await refreshAudience(queries, id as PersonId);
  await rememberWords(queries, id as PersonId);
  await queries
    .insertInto('invitation')
    .values({
      id: ports.newId(at),
      person_id: id,
      token_hash: createHash('sha256').update(token).digest('hex'),
      created_by: null,
      created_at: at,
      expires_at: at + HOUR_MS,
      used_at: null,
      withdrawn_at: null,
    })
    .execute();
  return { id, username, token };
}

export type Enrolled = Seeded & { readonly browser: TestBrowser; readonly authenticator: Authenticator };

/** A person who enrolled a passkey and is signed in with it. */
export async function seedSignedIn(
  installation: TestInstallation,
  person: Parameters<typeof seedPerson>[1] & { readonly address?: string },
  authenticator: Authenticator = newAuthenticator(),
): Promise<Enrolled> {
  const seeded = await seedPerson(installation, person);
  const browser = new TestBrowser(installation, person.address);
  const registered = await tryRegistration(browser, authenticator, { token: seeded.token });
  assert.equal(registered.status, 200, JSON.stringify([registered.body, installation.errorsLogged]));
  const signedIn = await trySignIn(browser, authenticator);
  assert.equal(signedIn.status, 200, JSON.stringify(signedIn.body));
  return { ...seeded, browser, authenticator };
}
