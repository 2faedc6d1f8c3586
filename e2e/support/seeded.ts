import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Authenticator } from '@holdfast/emulator';
import { DAY_MS } from '@holdfast/kernel';
import type { Browser } from 'playwright-core';
import { ApiPerson } from './api-person.ts';
import { type BrowserPerson, newPerson, type PersonOptions } from './browser-person.ts';
import { newDevice, trustFile } from './devices.ts';
import { anchorsPem, androidStatusList, blobs } from './metadata.ts';
import { startNode, type TestNode } from './node.ts';
import { groups, OWNER, type PersonPlan, people } from './organisation.ts';

const movableClock = fileURLToPath(new URL('./movable-clock.ts', import.meta.url));
type Roles = NonNullable<PersonPlan['roles']>;
const BEGAN_DAYS_AGO = 21;

/** An installation with three weeks behind it, now on the true clock. */
export class Seeded {
  readonly node: TestNode;
  readonly #past: Past;
  readonly #folder: string;

  constructor(node: TestNode, past: Past, folder: string) {
    this.node = node;
    this.#past = past;
    this.#folder = folder;
  }

  id(username: string): string {
    return found(this.#past.ids.get(username), username);
  }

  /** The link of the last invitation; whether it still works depends on the person. */
  link(username: string): string {
    const link = found(this.#past.links.get(username), username);
    return `${this.node.origin}${new URL(link).pathname}`;
  }

  /** One of the devices that somebody enrolled, in the order of the plan. */
  device(username: string, which: number): Authenticator {
    return this.#past.key(username, which);
  }

  /** Somebody who signed in a moment ago. */
  async signedIn(username: string): Promise<ApiPerson> {
    const person = new ApiPerson(this.node.origin);
    await person.signIn(this.#past.key(username));
    return person;
  }

  /** The same in a browser. */
  async inBrowser(browser: Browser, username: string, options: PersonOptions = {}): Promise<BrowserPerson> {
    const [person, api] = await Promise.all([newPerson(browser, options), this.signedIn(username)]);
    // Only a secure address may give `__Host-` cookies; the browser counts localhost among these, its remote control does not.
    const url = this.node.origin.replace(/^http:/, 'https:');
    await person.context.addCookies(api.cookies().map((cookie) => ({ ...cookie, url, secure: true, httpOnly: true })));
    return person;
  }

  /** Adds somebody now. @returns the invitation link */
  async invite(username: string, name: string, inGroups: readonly string[] = [], roles: Roles = []): Promise<string> {
    const owner = await this.signedIn(OWNER);
    const body = { username, displayName: name, groups: [...inGroups], invite: true };
    const { person, invitation } = await owner.must('POST /api/v1/people', { body });
    const params = { personId: person.id };
    if (roles.length > 0)
      await owner.must('PUT /api/v1/people/:personId/roles', { params, body: { roles: [...roles] } });
    return found(invitation?.link, username);
  }

  async stop(): Promise<void> {
    await this.node.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** @param env further settings, for example a fixed address */
export async function startSeeded(env: Readonly<Record<string, string>> = {}): Promise<Seeded> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-seeded-'));
  const clockFile = path.join(folder, 'clock');
  const moveTo = (daysAgo: number): void => writeFileSync(clockFile, String(Math.round(-daysAgo * DAY_MS)));
  moveTo(BEGAN_DAYS_AGO);
  writeFileSync(path.join(folder, 'trust.yaml'), trustFile());
  writeFileSync(path.join(folder, 'anchors.pem'), anchorsPem);
  const settings = {
    HOLDFAST_DATA_DIR: path.join(folder, 'data'),
    HOLDFAST_ORGANISATION_NAME: 'Meridian Logistics',
    HOLDFAST_TRUST_FILE: path.join(folder, 'trust.yaml'),
    HOLDFAST_MDS_ANCHORS_FILE: path.join(folder, 'anchors.pem'),
    // Nothing is fetched, so that a run does not depend on what others publish; what is known came in files.
    HOLDFAST_MDS_URL: 'off',
    HOLDFAST_ANDROID_STATUS_URL: 'off',
    ...env,
  };
  const clock = { NODE_OPTIONS: `--import=${movableClock}`, MOVABLE_CLOCK_FILE: clockFile };
  const node = await startNode({ ...settings, ...clock });
  const past = new Past(node, moveTo);
  try {
    await past.make();
  } finally {
    await node.stop();
  }
  return new Seeded(await startNode(settings), past, folder);
}

/** Resolves when nothing is left to be judged again. */
export async function judgedAgain(reader: ApiPerson): Promise<void> {
  for (;;) {
    const { items } = await reader.must('GET /api/v1/jobs');
    if (items.every(({ state }) => state !== 'waiting' && state !== 'running')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function found<T>(value: T | undefined, username: string): T {
  if (value === undefined) throw new Error(`nothing was made for ${username}`);
  return value;
}

/** What happened until today. Everything goes through the API, as it would have on the day. */
class Past {
  readonly ids = new Map<string, string>();
  readonly links = new Map<string, string>();
  readonly #keys = new Map<string, Authenticator[]>();
  readonly #node: TestNode;
  readonly #moveTo: (daysAgo: number) => void;
  readonly #owner: ApiPerson;

  constructor(node: TestNode, moveTo: (daysAgo: number) => void) {
    this.#node = node;
    this.#moveTo = moveTo;
    this.#owner = new ApiPerson(node.origin);
  }

  key(username: string, which = 0): Authenticator {
    return found(this.#keys.get(username)?.[which], username);
  }

  async make(): Promise<void> {
    await this.#begin();
    for (let day = BEGAN_DAYS_AGO - 1; day >= 1; day -= 1) {
      for (const plan of people.filter(({ daysAgo }) => daysAgo === day)) await this.#join(plan);
      await this.#ordinaryDay(day);
      await this.#incidents(day);
    }
    await this.#signIn(0.02, OWNER);
  }

  /** The printed link, the groups of the policy, and two passkeys for the owner. */
  async #begin(): Promise<void> {
    await this.#enrol(OWNER, found(this.#node.firstLink ?? undefined, OWNER), [
      ['windowsHello', 'Windows Hello'],
      ['yubiKey', 'Key on my key ring'],
    ]);
    await this.#owner.signIn(this.key(OWNER));
    const { items } = await this.#owner.must('GET /api/v1/people');
    this.ids.set(OWNER, found(items[0]?.id, OWNER));
    await this.#onPerson('PATCH /api/v1/people/:personId', OWNER, {
      displayName: 'Marta Lindqvist',
      email: 'marta@meridian.example',
    });
    for (const [name, description] of groups)
      await this.#owner.must('POST /api/v1/groups', { body: { name, description } });
  }

  async #join({ username, name, email, groups: joined = [], roles, daysAgo, passkeys }: PersonPlan): Promise<void> {
    this.#moveTo(daysAgo);
    await this.#owner.signIn(this.key(OWNER));
    const body = { username, displayName: name, groups: [...joined], invite: true, ...(email && { email }) };
    const { person, invitation } = await this.#owner.must('POST /api/v1/people', { body });
    this.ids.set(username, person.id);
    this.links.set(username, found(invitation?.link, username));
    if (roles !== undefined) {
      const params = { personId: person.id };
      await this.#owner.must('PUT /api/v1/people/:personId/roles', { params, body: { roles: [...roles] } });
    }
    if (passkeys.length > 0) await this.#enrol(username, found(invitation?.link, username), passkeys);
  }

  /** The first with the invitation, the others after a sign-in with it. */
  async #enrol(username: string, link: string, passkeys: PersonPlan['passkeys']): Promise<void> {
    const person = new ApiPerson(this.#node.origin);
    const keys: Authenticator[] = [];
    this.#keys.set(username, keys);
    for (const [device, name] of passkeys) {
      const key = newDevice(device);
      await person.register(key, name, keys.length === 0 ? link : undefined);
      keys.push(key);
      if (keys.length === 1) await person.signIn(key);
    }
  }

  /** Who signs in on which day follows a pattern, so that every run gives the same picture; few do at weekends. */
  async #ordinaryDay(daysAgo: number): Promise<void> {
    const enrolled = people.filter(({ passkeys, daysAgo: joined }) => passkeys.length > 0 && joined > daysAgo);
    for (const [index, { username, passkeys }] of enrolled.entries()) {
      if ((index * 3 + daysAgo * 5) % (daysAgo % 7 < 2 ? 9 : 4) === 0) continue;
      if (daysAgo % 7 < 2 && index % 3 !== 0) continue;
      if (username === 'jonas' && daysAgo < 4) continue;
      await this.#signIn(daysAgo - 0.1 - index / 60, username, daysAgo % passkeys.length);
    }
    if (daysAgo % 6 === 3) {
      const stranger = new ApiPerson(this.#node.origin, 'curl/8.11.0');
      await stranger.trySignIn(this.key('bo'), { misbehaviours: ['garbage-signature'] });
    }
  }

  async #incidents(day: number): Promise<void> {
    this.#moveTo(day - 0.5);
    if (day === 20) {
      await this.#import('mds-141.jwt', blobs.calm());
      await this.#import('status.json', androidStatusList);
    }
    if (day === 2) await this.#import('mds-142.jwt', blobs.revoking());
    if (day === 6) {
      // A copied key: the counter of the original runs behind, and people of this group take no risk.
      await new ApiPerson(this.#node.origin).trySignIn(this.key('petra', 1), { misbehaviours: ['stale-counter'] });
    }
    if (day === 4) {
      await this.#owner.signIn(this.key(OWNER));
      const lost = found(this.key('ada', 2).credentialIds()[0], 'ada');
      const params = { credentialId: lost };
      const body = { reason: 'Lost on the train' };
      await this.#owner.must('POST /api/v1/credentials/:credentialId/revoke', { params, body });
    }
    if (day === 3) {
      await this.#owner.signIn(this.key(OWNER));
      await this.#onPerson('POST /api/v1/people/:personId/disable', 'jonas', { reason: 'Left the company' });
    }
    if (day === 1) {
      await this.#owner.signIn(this.key(OWNER));
      const { items } = await this.#owner.must('GET /api/v1/invitations');
      const { id } = found(
        items.find(({ person }) => person.username === 'lena'),
        'lena',
      );
      await this.#owner.must('DELETE /api/v1/invitations/:invitationId', { params: { invitationId: id } });
      const link = found(this.links.get('paul'), 'paul');
      await new ApiPerson(this.#node.origin).tryRegistration(newDevice('iCloudKeychain'), 'My phone', link);
      await new ApiPerson(this.#node.origin).tryRegistration(newDevice('yubiKeyWithoutProof'), 'My key', link);
    }
  }

  /** From a file, as where there is no internet; then everybody's passkeys are judged again. */
  async #import(name: string, text: string): Promise<void> {
    await this.#owner.signIn(this.key(OWNER));
    await this.#owner.must('POST /api/v1/trust/import', { body: { text, name } });
    await judgedAgain(this.#owner);
  }

  async #signIn(daysAgo: number, username: string, which = 0): Promise<void> {
    this.#moveTo(daysAgo);
    // A passkey that was quarantined or revoked on the way is refused, as it would be.
    await new ApiPerson(this.#node.origin).trySignIn(this.key(username, which));
  }

  async #onPerson<E extends 'PATCH /api/v1/people/:personId' | 'POST /api/v1/people/:personId/disable'>(
    endpoint: E,
    username: string,
    body: NonNullable<Parameters<typeof ApiPerson.prototype.must<E>>[1]>['body'],
  ): Promise<void> {
    const params = { personId: found(this.ids.get(username), username) };
    await this.#owner.must(endpoint, { params, ...(body && { body }) });
  }
}
