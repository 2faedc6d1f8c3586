import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { type Authenticator, createAuthenticator, seededRandom } from '@holdfast/emulator';
import { startNode, type TestNode } from './support/node.ts';

const SESSION = '__Host-holdfast_session';
type Told = { readonly status: number; readonly body: Record<string, unknown>; readonly cookies: string };

/** What somebody does to a node from outside, and finds on its disk and in its log. */
async function send(node: TestNode, where: string, body: unknown, cookies = ''): Promise<Told> {
  const answered = await fetch(`http://${addressOf(node)}${where}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      cookie: cookies,
      ...(body === undefined ? {} : { origin: node.origin, 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const set = answered.headers.getSetCookie().map((line) => line.slice(0, line.indexOf(';')));
  const text = await answered.text();
  return {
    status: answered.status,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    cookies: [cookies, ...set].filter((part) => part !== '').join('; '),
  };
}

function addressOf(node: TestNode): string {
  const [, address] = /\(listening on (\S+)\)/.exec(node.output()) ?? [];
  assert.ok(address !== undefined, node.output());
  return address;
}

const tokenOf = (node: TestNode): string => node.firstLink?.split('/').at(-1) ?? '';

/** Without a counter, so that it can sign in many times at once. */
const authenticatorFor = (seed: string): Authenticator =>
  createAuthenticator({ random: seededRandom(seed), attestation: 'none', counter: 'zero' });

async function enrol(node: TestNode, authenticator: Authenticator): Promise<Told> {
  const token = tokenOf(node);
  const asked = await send(node, '/api/v1/registration/options', { token });
  const publicKey = asked.body['publicKey'] as Parameters<Authenticator['create']>[0];
  const response = authenticator.create(publicKey, { origin: node.origin });
  return await send(node, '/api/v1/registration/verify', { token, response }, asked.cookies);
}

async function signedAnswer(
  node: TestNode,
  authenticator: Authenticator,
): Promise<{ response: unknown; cookies: string }> {
  const asked = await send(node, '/api/v1/sign-in/options', {});
  const publicKey = asked.body['publicKey'] as Parameters<Authenticator['get']>[0];
  return { response: authenticator.get(publicKey, { origin: node.origin }), cookies: asked.cookies };
}

const cookieIn = (cookies: string, name: string): string => new RegExp(`${name}=([\\w-]+)`).exec(cookies)?.[1] ?? '';

describe('a node that is killed while people sign in', () => {
  const ATTEMPTS = 40;
  const KILLED_AFTER = 8;
  const REPLAYED = 20;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdfast-killed-'));
  after(() => rmSync(dataDir, { recursive: true, force: true }));

  test('keeps every answer that it gave, does nothing by halves, and takes no challenge twice', async () => {
    const authenticator = authenticatorFor('killed');
    const first = await startNode({ HOLDFAST_DATA_DIR: dataDir });
    assert.equal((await enrol(first, authenticator)).status, 200);
    const attempts = await Promise.all(Array.from({ length: ATTEMPTS }, () => signedAnswer(first, authenticator)));

    const answered: { readonly told: Told; readonly attempt: (typeof attempts)[number] }[] = [];
    let killing: Promise<void> | undefined;
    await Promise.allSettled(
      attempts.map(async (attempt) => {
        const told = await send(first, '/api/v1/sign-in/verify', { response: attempt.response }, attempt.cookies);
        answered.push({ told, attempt });
        if (answered.length === KILLED_AFTER) killing = first.kill();
      }),
    );
    await killing;
    assert.ok(answered.length >= KILLED_AFTER);

    const second = await startNode({ HOLDFAST_DATA_DIR: dataDir, HOLDFAST_ORIGIN: first.origin });
    try {
      for (const { told } of answered) {
        assert.equal(told.status, 200, JSON.stringify(told.body));
        assert.equal((await send(second, '/api/v1/account', undefined, told.cookies)).status, 200);
      }
      // Fewer than a credential may be refused before it is limited.
      for (const { attempt } of answered.slice(0, REPLAYED)) {
        const replayed = await send(second, '/api/v1/sign-in/verify', { response: attempt.response }, attempt.cookies);
        assert.deepEqual([replayed.status, replayed.body['error']], [400, 'ceremony_refused']);
      }
    } finally {
      await second.stop();
    }
    assert.deepEqual(countsIn(path.join(dataDir, 'holdfast.db')), { integrity: 'ok', halves: 0 });
  });
});

/** A sign-in writes a session, an event and a spent challenge; enrolling spent one more. */
function countsIn(file: string): { readonly integrity: unknown; readonly halves: number } {
  const database = new DatabaseSync(file, { readOnly: true });
  const count = (from: string) => Number(database.prepare(`select count(*) as n from ${from}`).get()?.['n']);
  const integrity = database.prepare('pragma integrity_check').get()?.['integrity_check'];
  const sessions = count('session');
  const events = count("audit_event where type = 'sign_in.succeeded'");
  const spent = count('spent_challenge') - 1;
  database.close();
  return { integrity, halves: Math.abs(sessions - events) + Math.abs(sessions - spent) };
}

describe('a node seen from outside', () => {
  let node: TestNode;
  let secrets: Readonly<Record<string, string>>;
  before(async () => {
    node = await startNode({ HOLDFAST_LOG_LEVEL: 'info' });
    const authenticator = authenticatorFor('outside');
    const enrolled = await enrol(node, authenticator);
    const { response, cookies } = await signedAnswer(node, authenticator);
    const signedIn = await send(node, '/api/v1/sign-in/verify', { response }, cookies);
    const session = cookieIn(signedIn.cookies, SESSION);
    const used = tokenOf(node);
    // Every way in which a secret could come into a line of the log.
    await fetch(`http://${addressOf(node)}/enrol/${used}?token=${used}#${used}`);
    await send(node, `/api/v1/no-such/${used}?session=${session}`, undefined, signedIn.cookies);
    await send(node, '/api/v1/enrolment/open', { token: used }, signedIn.cookies);
    await send(node, '/api/v1/enrolment/open', { token: { [used]: session } }, signedIn.cookies);
    await send(node, `/api/v1/account?${session}=1`, undefined, signedIn.cookies);
    const body = { username: 'ana', displayName: 'Ana', invite: true };
    const made = await send(node, '/api/v1/people', body, signedIn.cookies);
    const { link } = made.body['invitation'] as { link: string };
    await fetch(`http://${addressOf(node)}/enrol/${link.split('/').at(-1)}`);
    secrets = {
      'a session': session,
      'a ceremony cookie': cookieIn(enrolled.cookies, '__Host-holdfast_ceremony'),
      'an open invitation': link.split('/').at(-1) ?? '',
      'the used invitation': used,
      'the master key': readFileSync(path.join(node.dataDir, 'master.key'), 'utf8').trim(),
    };
  });
  after(() => node.stop());

  test('its log has no secret but the link that it is told to print', () => {
    const lines = node.output().split('\n');
    const printed = lines.filter((line) => line.trim() === node.firstLink);
    assert.equal(printed.length, 1);
    const log = lines.filter((line) => line.trim() !== node.firstLink).join('\n');
    assert.ok(log.includes('"route":"/enrol/*"'), 'the log has the requests');
    for (const [what, secret] of Object.entries(secrets)) {
      assert.ok(secret.length >= 43, what);
      assert.ok(!log.includes(secret), what);
    }
  });

  test('its files hold no secret that opens anything, and are for their owner only', () => {
    const files = readdirSync(node.dataDir).map((name) => path.join(node.dataDir, name));
    assert.ok(files.length >= 3);
    for (const file of files) {
      assert.equal(statSync(file).mode & 0o077, 0, file);
      if (file.endsWith('master.key')) continue;
      const bytes = readFileSync(file);
      for (const [what, secret] of Object.entries(secrets)) assert.ok(!bytes.includes(secret), `${what} in ${file}`);
    }
  });

  test('its pages cannot be framed, run no script but their own, and have a nonce of their own each time', async () => {
    const nonces = new Set<string>();
    for (const page of ['/', '/account', '/console', '/enrol/x']) {
      const answered = await fetch(`http://${addressOf(node)}${page}`);
      const policy = answered.headers.get('content-security-policy') ?? '';
      assert.match(policy, /frame-ancestors 'none'/);
      assert.match(policy, /script-src 'self'(;|$)/);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      assert.equal(answered.headers.get('x-frame-options'), 'DENY');
      assert.equal(answered.headers.get('referrer-policy'), 'no-referrer');
      assert.equal(answered.headers.get('cache-control'), 'no-store');
      nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? '');
    }
    assert.equal(nonces.size, 4);
  });

  test('its files are not to be had by climbing out of the assets', async () => {
    const climbs = [
      '/assets/../app.html',
      '/assets/..%2fapp.html',
      '/assets/%2e%2e/app.html',
      '/assets/%2e%2e%2fapp.html',
      '/assets/..%5capp.html',
      '/assets/....//app.html',
      '/assets//etc/passwd',
      '/assets/%00',
      '/assets/.',
      '/assets/',
      '/assets',
      '//etc/passwd',
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/app.html',
      '/data/master.key',
    ];
    for (const climb of climbs) assert.ok((await statusOf(node, climb)) >= 400, climb);
  });
});

/** As it is: `fetch` would tidy the path up first. */
function statusOf(node: TestNode, rawPath: string): Promise<number> {
  const [host = '', port = ''] = addressOf(node).split(':');
  return new Promise((resolve, reject) => {
    const asking = request({ host, port, path: rawPath }, (answered) => {
      answered.resume();
      resolve(answered.statusCode ?? 0);
    });
    asking.on('error', reject);
    asking.end();
  });
}
