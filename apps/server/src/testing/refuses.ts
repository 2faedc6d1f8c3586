import assert from 'node:assert/strict';
import type { Told } from './browser.ts';
import { contentsOf, eventsOf } from './contents.ts';
import type { TestInstallation } from './harness.ts';
import { type Enrolled, seedSignedIn } from './people.ts';

/** A refused call has its status, changes nothing, and leaves exactly one event, with its code. */
export async function refuses(
  { database }: TestInstallation,
  code: string,
  status: number,
  call: () => Promise<Told>,
): Promise<Told['body']> {
  const before = await contentsOf(database);
  const events = (await eventsOf(database)).length;
  const told = await call();
  assert.equal(told.status, status, JSON.stringify(told.body));
  assert.deepEqual(await contentsOf(database), before);
  const added = (await eventsOf(database)).slice(events);
  assert.deepEqual(
    added.map((event) => [event.outcome, event.code]),
    [['refused', code]],
  );
  return told.body;
}

export type WithOwner = TestInstallation & { readonly owner: Enrolled };

/** An installation whose first owner has enrolled and is signed in. */
export async function withOwner(open: () => Promise<TestInstallation>): Promise<WithOwner> {
  const installation = await open();
  return { ...installation, owner: await seedSignedIn(installation, { username: 'owner', roles: ['owner'] }) };
}
