import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HOUR_MS } from '@holdfast/kernel';
import { CEREMONY_COOKIE, SESSION_COOKIE } from '../http/cookies.ts';
import { assertFor, newAuthenticator, TestBrowser, trySignIn } from '../testing/browser.ts';
import { eventsOf } from '../testing/contents.ts';
import { eachDatabase, TEST_ORIGIN, type TestInstallation } from '../testing/harness.ts';
import { seedSignedIn } from '../testing/people.ts';
import { REFUSAL_LIMITS } from './refusal-limits.ts';

const OPTIONS = 'POST /api/v1/sign-in/options';
const TOO_MANY = REFUSAL_LIMITS.address.count + 2;

/** What one address sends, and whether a person at that address can sign in afterwards. */
type Flood = {
  readonly what: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'POST';
  readonly url?: string;
  readonly payload?: string;
  readonly answers: readonly number[];
};

/** Made by browsers of people who are no attackers: a page that somebody else wrote, or a session that ran out. */
const forced: readonly Flood[] = [
  {
    what: 'pictures of another site',
    headers: { 'sec-fetch-site': 'cross-site' },
    answers: [404, 429],
  },
  {
    what: 'scripts of another site that fetch without being allowed to read',
    headers: { origin: 'https://evil.example', 'content-type': 'text/plain' },
    method: 'POST',
    url: '/api/v1/sign-in/verify',
    payload: '{}',
    answers: [415, 429],
  },
  {
    what: 'forms in a sandboxed frame',
    headers: { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
    method: 'POST',
    url: '/api/v1/sign-out',
    payload: 'a=b',
    answers: [415, 429],
  },
  {
    what: 'another site of the same organisation',
    headers: { 'sec-fetch-site': 'same-site', origin: 'https://wiki.holdfast.test' },
    method: 'POST',
    url: '/api/v1/sign-out',
    answers: [403, 429],
  },
  {
    what: 'pages whose session ended',
    headers: { cookie: `${SESSION_COOKIE}=${'A'.repeat(43)}` },
    url: '/api/v1/account',
    answers: [401],
  },
];

async function flood(installation: TestInstallation, address: string, { headers, ...sent }: Flood): Promise<number[]> {
  const statuses = new Set<number>();
  for (let request = 0; request < TOO_MANY; request += 1) {
    const answered = await installation.server.inject({
      method: sent.method ?? 'GET',
      url: sent.url ?? '/api/v1/no-such-thing',
      headers: { 'x-forwarded-for': address, ...headers },
      ...(sent.payload === undefined ? {} : { payload: sent.payload }),
    });
    statuses.add(answered.statusCode);
  }
  return [...statuses].toSorted((a, b) => a - b);
}

async function statusAt(installation: TestInstallation, address: string): Promise<number> {
  return (await new TestBrowser(installation, address).call(OPTIONS, { body: {} })).status;
}

eachDatabase('limits as a weapon', (open) => {
  for (const each of forced) {
    test(`${each.what} keep nobody at that address from signing in, and fill no table`, async () => {
      const installation = await open();
      assert.deepEqual(await flood(installation, '192.0.2.50', each), each.answers);
      assert.equal((await eventsOf(installation.database)).length, REFUSAL_LIMITS.stray.count + 1);
      assert.equal(await statusAt(installation, '192.0.2.50'), 200);
      assert.deepEqual(installation.errorsLogged, []);
    });
  }

  test('somebody who is signed in and refused all day shuts out neither colleagues nor themselves', async () => {
    const installation = await open();
    const { browser, authenticator } = await seedSignedIn(installation, { username: 'ada', address: '192.0.2.51' });
    const before = (await eventsOf(installation.database)).length;
    for (let request = 0; request < TOO_MANY; request += 1) await browser.call('GET /api/v1/people');
    assert.equal((await eventsOf(installation.database)).length - before, REFUSAL_LIMITS.member.count + 1);
    assert.equal(await statusAt(installation, '192.0.2.51'), 200);
    await browser.must('GET /api/v1/account');
    assert.equal((await trySignIn(browser, authenticator)).status, 200);
  });

  test('trying a passkey of somebody does not keep its owner out', async () => {
    const installation = await open();
    const ada = await seedSignedIn(installation, { username: 'ada' });
    const thief = newAuthenticator();
    await seedSignedIn(installation, { username: 'thief', address: '192.0.2.60' }, thief);
    const [target] = ada.authenticator.credentialIds();
    for (let request = 0; request < REFUSAL_LIMITS.credential.count + 5; request += 1) {
      const browser = new TestBrowser(installation, `198.51.100.${request}`);
      const { publicKey } = await browser.must(OPTIONS, { body: {} });
      const response = { ...assertFor(thief, publicKey), id: target, rawId: target };
      const told = await browser.call('POST /api/v1/sign-in/verify', { body: { response } });
      assert.ok([400, 429].includes(told.status));
    }
    assert.equal((await trySignIn(new TestBrowser(installation), ada.authenticator)).status, 200);
  });

  test('networks of one IPv6 customer are counted together, and their neighbours are not', async () => {
    const installation = await open();
    const { server } = installation;
    const ask = async (address: string) => {
      const headers = { 'x-forwarded-for': address };
      return (await server.inject({ url: '/api/v1/no-such-thing', headers })).statusCode;
    };
    let refused = 0;
    for (let request = 0; request <= REFUSAL_LIMITS.network.count + 1; request += 1) {
      if ((await ask(`2001:db8:7:${request.toString(16)}::1`)) === 429) refused += 1;
    }
    assert.equal(refused, 1);
    assert.equal(await statusAt(installation, '2001:db8:7:ffff::1'), 429);
    assert.equal(await statusAt(installation, '2001:db8:8::1'), 200);
  });

  test('an hour later everybody is heard again', async () => {
    const installation = await open();
    await flood(installation, '192.0.2.53', { what: 'guesses', headers: {}, answers: [] });
    assert.equal(await statusAt(installation, '192.0.2.53'), 429);
    installation.clock.advance(HOUR_MS);
    assert.equal(await statusAt(installation, '192.0.2.53'), 200);
  });
});

/** The test installation trusts the proxy at 127.0.0.1 and no other. */
describe('the address that counts', () => {
  const cases = [
    ['what our proxy saw, not what was claimed to it', '6.6.6.6, 198.51.100.7', '127.0.0.1', '198.51.100.7'],
    ['our proxy by its IPv4-mapped address', '198.51.100.7', '::ffff:127.0.0.1', '198.51.100.7'],
    ['the connection, where it is no proxy of ours', '6.6.6.6', '203.0.113.9', '203.0.113.9'],
    ['without the port that some proxies add', '198.51.100.7:4711', '127.0.0.1', '198.51.100.7'],
    ['without the port and brackets of IPv6', '[2001:db8::1]:4711', '127.0.0.1', '2001:db8::1'],
    ['without a zone', '2001:db8::1%x', '127.0.0.1', '2001:db8::1'],
    ['the proxy, where it names nobody', 'unknown', '127.0.0.1', '127.0.0.1'],
    ['the proxy, where it passes on nonsense', 'a'.repeat(4000), '127.0.0.1', '127.0.0.1'],
  ] as const;
  eachDatabase('is', (open) => {
    test('taken from the right place', async () => {
      const { server, database } = await open();
      for (const [what, forwarded, remoteAddress, expected] of cases) {
        const headers = { 'x-forwarded-for': forwarded, 'x-real-ip': '6.6.6.6', forwarded: 'for=6.6.6.6' };
        await server.inject({ url: '/api/v1/no-such-thing', remoteAddress, headers });
        const last = database.queries.selectFrom('audit_event').select('address').orderBy('sequence', 'desc').limit(1);
        assert.equal((await last.executeTakeFirst())?.address, expected, what);
      }
    });
  });
});

eachDatabase('what is believed of a request', (open) => {
  test('neither its host nor what a proxy says of it changes a link, an origin or a cookie', async () => {
    const installation = await open();
    const { browser } = await seedSignedIn(installation, { username: 'owner', roles: ['owner'] });
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };
    const body = { username: 'ana', displayName: 'Ana', invite: true };
    const made = await browser.must('POST /api/v1/people', { body, headers });
    assert.ok(made.invitation?.link.startsWith(`${TEST_ORIGIN}/enrol/`));
    const context = await browser.must('GET /api/v1/context', { headers });
    assert.deepEqual([context.origin, context.rpId], [TEST_ORIGIN, 'holdfast.test']);
    const { setCookie } = await new TestBrowser(installation).call(OPTIONS, { body: {}, headers });
    assert.equal(setCookie.length, 1);
    assert.match(
      setCookie[0] ?? '',
      new RegExp(`^${CEREMONY_COOKIE}=[\\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict;`),
    );
    const known = await installation.server.inject({ url: '/.well-known/webauthn', headers });
    assert.deepEqual(known.json(), { origins: [TEST_ORIGIN] });
  });
});
