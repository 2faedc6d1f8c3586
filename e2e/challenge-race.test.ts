import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Authenticator, createAuthenticator, seededRandom } from '@holdfast/emulator';
import { freshDatabase, postgresForTests } from '../tools/postgres/index.ts';
import { startNode, type TestNode } from './support/node.ts';

const REQUESTS = 200;
const closing: (() => Promise<void>)[] = [];

/**
 * Two server processes over one PostgreSQL, as behind a load balancer. Whatever is sent to both at once, a challenge is
 * spent once.
 */
describe('one challenge on two nodes', () => {
  let nodes: readonly [TestNode, TestNode];
  let authenticator: Authenticator;

  before(async () => {
    const postgres = await postgresForTests();
    closing.push(() => postgres.stop());
    const database = await freshDatabase(postgres.url);
    closing.push(() => database.drop());
    const first = await startNode({ HOLDFAST_DATABASE_URL: database.url });
    closing.push(() => first.stop());
    const second = await startNode({
      HOLDFAST_DATABASE_URL: database.url,
      HOLDFAST_DATA_DIR: first.dataDir,
      HOLDFAST_ORIGIN: first.origin,
    });
    closing.push(() => second.stop());
    nodes = [first, second];
    authenticator = createAuthenticator({ random: seededRandom('race'), attestation: 'none' });
    await enrol(second, authenticator);
  });
  after(async () => {
    for (const close of closing.toReversed()) await close();
  });

  test(`of ${REQUESTS} requests at once exactly one signs in`, async () => {
    const [first, second] = nodes;
    const asked = await send(first, '/api/v1/sign-in/options', {});
    const response = authenticator.get(asked.body['publicKey'] as Parameters<Authenticator['get']>[0], {
      origin: first.origin,
    });
    const told = await Promise.all(
      Array.from({ length: REQUESTS }, (_, index) =>
        send(index % 2 === 0 ? first : second, '/api/v1/sign-in/verify', { response }, asked.cookies),
      ),
    );
    const won = told.filter(({ status }) => status === 200);
    assert.equal(won.length, 1);
    // The losers are told that it was used, and after the limit for one passkey that they are too many.
    assert.deepEqual([...new Set(told.map(({ status }) => status))].sort(), [200, 400, 429]);

    const { cookies = '' } = won[0] ?? {};
    const sessions = await read(second, '/api/v1/account/sessions', cookies);
    assert.equal((sessions['sessions'] as unknown[]).length, 1);
    const { items } = (await read(second, '/api/v1/account/activity', cookies)) as { items: { type: string }[] };
    assert.equal(items.filter(({ type }) => type === 'sign_in.succeeded').length, 1);
    assert.equal(items.filter(({ type }) => type === 'passkey.quarantined').length, 0);
    const { passkeys } = (await read(first, '/api/v1/account', cookies)) as { passkeys: { status: string }[] };
    assert.deepEqual(
      passkeys.map(({ status }) => status),
      ['active'],
    );
  });
});

type Told = { readonly status: number; readonly body: Record<string, unknown>; readonly cookies: string };

/** @param cookies as a Cookie header says them */
async function send(node: TestNode, path: string, body: unknown, cookies = ''): Promise<Told> {
  const answered = await fetch(`http://${addressOf(node)}${path}`, {
    method: 'POST',
    headers: { origin: node.origin, cookie: cookies, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const set = answered.headers.getSetCookie().map((line) => line.slice(0, line.indexOf(';')));
  return {
    status: answered.status,
    body: (await answered.json()) as Record<string, unknown>,
    cookies: [cookies, ...set].filter((part) => part !== '').join('; '),
  };
}

async function read(node: TestNode, path: string, cookies: string): Promise<Record<string, unknown>> {
  const answered = await fetch(`http://${addressOf(node)}${path}`, { headers: { cookie: cookies } });
  assert.equal(answered.status, 200);
  return (await answered.json()) as Record<string, unknown>;
}

/** Nodes that share an origin listen on ports of their own, and say where. */
function addressOf(node: TestNode): string {
  const [, address] = /\(listening on (\S+)\)/.exec(node.output()) ?? [];
  assert.ok(address !== undefined, node.output());
  return address;
}

async function enrol(node: TestNode, authenticator: Authenticator): Promise<void> {
  const token = node.firstLink?.split('/').at(-1);
  const asked = await send(node, '/api/v1/registration/options', { token });
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  const response = authenticator.create(asked.body['publicKey'] as Parameters<Authenticator['create']>[0], {
    origin: node.origin,
  });
  const told = await send(node, '/api/v1/registration/verify', { token, response }, asked.cookies);
  assert.equal(told.status, 200, JSON.stringify(told.body));
}
