import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MINUTE_MS } from '@holdfast/kernel';
import { defaultPolicySource } from '@holdfast/policy';
import { errorEntry, type ServerErrorCode } from '../errors.ts';
import { type Sent, TestBrowser } from '../testing/browser.ts';
import { contentsOf, eventsOf } from '../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { seedSignedIn } from '../testing/people.ts';
import { samples } from '../testing/samples.ts';
import { applyPolicyAtStart } from '../use-cases/policy/apply-at-start.ts';
import { type Api, contract, type Endpoint } from './contract/index.ts';
import { CEREMONY_COOKIE, SESSION_COOKIE } from './cookies.ts';

type Name = keyof Api;
type Plain = Readonly<Record<string, unknown>>;
type Bad = { readonly what: string; readonly sent: Sent; readonly code: ServerErrorCode };

const endpoints: readonly Endpoint[] = Object.values(contract).flatMap((area) => Object.values(area) as Endpoint[]);
const nameOf = ({ method, path }: Endpoint) => `${method} ${path}` as Name;

/** What JSON Schema says of one member. */
type Shape = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly patternProperties?: Plain;
  readonly required?: readonly string[];
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Shape[];
};
const isObject = ({ type, properties, patternProperties }: Shape) =>
  type === 'object' || properties !== undefined || patternProperties !== undefined;
const maxLengthOf = ({ maxLength, anyOf = [] }: Shape) => maxLength ?? anyOf.find((each) => each.maxLength)?.maxLength;
const without = (body: Plain, member: string) =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== member));

/** Each breaks one thing in a request that is otherwise well-formed. */
function badBodies({ params = {}, body }: Sent, schema: Shape, bytesMax: number): readonly Bad[] {
  const given = body as Plain;
  const malformed = (what: string, wrong: unknown): Bad => ({
    what,
    sent: { params, body: wrong },
    code: 'request.malformed',
  });
  const members = Object.entries(schema.properties ?? {});
  const notJson = (what: string, text: string): Bad => ({
    what,
    sent: { params, body: text },
    code: 'request.not_json',
  });
  const mediaType = (type: string): Bad => ({
    what: `a body declared as ${type}`,
    sent: { params, body: JSON.stringify(given), headers: { 'content-type': type } },
    code: 'request.media_type',
  });
  return [
    malformed('a list', [given]),
    malformed('null', 'null'),
    malformed('a text', '"text"'),
    malformed('an extra member', { ...given, extra: 1 }),
    malformed('a member named constructor', { ...given, ['constructor']: 1 }),
    ...(schema.required ?? []).map((member) => malformed(`no ${member}`, without(given, member))),
    ...members.map(([member, shape]) =>
      malformed(`another type of ${member}`, { ...given, [member]: isObject(shape) ? 7 : {} }),
    ),
    ...members.flatMap(([member, shape]) => {
      const most = maxLengthOf(shape);
      return most === undefined
        ? []
        : [malformed(`too long a ${member}`, { ...given, [member]: 'a'.repeat(most + 1) })];
    }),
    ...members.flatMap(([member, { maxItems }]) => {
      if (maxItems === undefined) return [];
      const [item] = given[member] as unknown[];
      return [
        malformed(`too many ${member}`, { ...given, [member]: Array.from({ length: maxItems + 1 }, () => item) }),
      ];
    }),
    notJson('half a body', '{"a":'),
    notJson('no text at all', ' '),
    notJson('another prototype', '{"__proto__":{"a":1}}'),
    notJson('nothing but open brackets', '['.repeat(100_000)),
    {
      what: 'a body that is too large',
      sent: { params, body: `{"a":"${'a'.repeat(bytesMax)}"}` },
      code: 'request.too_large',
    },
    mediaType('application/x-www-form-urlencoded'),
    mediaType('application/cbor'),
  ];
}

function badParams({ params = {}, body }: Sent): readonly Bad[] {
  return Object.keys(params).flatMap((name) =>
    ['!', '../x', 'a\0b', 'ä', 'A'.repeat(1399)].map(
      (value): Bad => ({
        what: `${name} ${JSON.stringify(value.slice(0, 8))}`,
        sent: { params: { ...params, [name]: value }, ...(body === undefined ? {} : { body }) },
        code: 'request.malformed',
      }),
    ),
  );
}

function badQueries({ params = {}, query: good = {} }: Sent, schema: Shape): readonly Bad[] {
  const has = (name: string) => schema.properties?.[name] !== undefined;
  const query = (values: Record<string, string>, code: ServerErrorCode = 'request.malformed'): Bad => ({
    what: `?${new URLSearchParams(values)}`.slice(0, 40),
    sent: { params, query: { ...good, ...values } },
    code,
  });
  return [
    query({ extra: '1' }),
    ...Object.keys(good).map((name) => query({ [name]: '!' })),
    ...(has('limit') ? ['0', '201', '1.5', 'many'].map((limit) => query({ limit })) : []),
    ...(has('cursor')
      ? [query({ cursor: '!' }), query({ cursor: 'A'.repeat(1025) }), query({ cursor: 'AAAA' }, 'list.cursor_invalid')]
      : []),
    ...(schema.properties?.['q'] === undefined
      ? []
      : [
          query({ q: 'a'.repeat(201) }),
          query({ q: 'unknown:x' }, 'list.filter_unknown'),
          query({ q: 'a\0b' }, 'list.filter_unknown'),
        ]),
    ...(schema.properties?.['from'] === undefined
      ? []
      : [
          query({ from: 'yesterday' }),
          query({ to: '-1' }),
          query({ from: '1e300' }),
          query({ to: '9223372036854775808' }),
        ]),
  ];
}

function crossSite({ method }: Endpoint, sample: Sent): readonly Bad[] {
  const headers: readonly (readonly [what: string, headers: Record<string, string>])[] = [
    ['marked as from another site', { 'sec-fetch-site': 'cross-site' }],
    ['marked as from a sibling host', { 'sec-fetch-site': 'same-site' }],
    ...(method === 'GET'
      ? []
      : ([
          ['from another origin', { origin: 'https://holdfast.test.evil.example' }],
          ['from an origin with another port', { origin: 'https://holdfast.test:8443' }],
          ['from an opaque origin', { origin: 'null' }],
          ['from an empty origin', { origin: '' }],
        ] as const)),
  ];
  return headers.map(([what, more]) => ({ what, sent: { ...sample, headers: more }, code: 'request.cross_site' }));
}

let calls = 0;

/** Sends it from an address of its own, with nothing counted yet, so that no limit answers instead. */
async function check(
  installation: TestInstallation,
  browser: TestBrowser,
  name: Name,
  { what, sent, code }: Bad,
): Promise<void> {
  calls += 1;
  const address = `198.51.${calls >> 8}.${calls & 255}`;
  await installation.database.queries.deleteFrom('rate_limit').execute();
  const events = (await eventsOf(installation.database)).length;
  const { status, body } = await browser.call(name, {
    ...sent,
    headers: { ...sent.headers, 'x-forwarded-for': address },
  });
  const where = `${name} with ${what} answered ${status} ${JSON.stringify(body)}`;
  const entry = errorEntry(code);
  assert.deepEqual([status, body['error'], body['message']], [entry.status, entry.public, entry.person], where);
  assert.ok(
    Object.keys(body).every((key) => ['error', 'message', 'requestId', 'fields'].includes(key)),
    where,
  );
  const added = (await eventsOf(installation.database)).slice(events);
  assert.deepEqual(
    added.map((event) => [event.outcome, event.code]),
    [['refused', code]],
    where,
  );
}

describe('bad input', () => {
  test('is tried on every endpoint', () => {
    assert.deepEqual(Object.keys(samples).toSorted(), endpoints.map(nameOf).toSorted());
  });
});

eachDatabase('bad input', (open) => {
  test('to any endpoint is refused by name, changes nothing and leaves one event', async () => {
    const installation = await open();
    const { browser } = await seedSignedIn(installation, { username: 'owner', roles: ['owner'] });
    for (const endpoint of endpoints) {
      const name = nameOf(endpoint);
      const sample = samples[name];
      const before = await contentsOf(installation.database);
      const bad = [
        ...crossSite(endpoint, sample),
        ...(endpoint.body === undefined
          ? []
          : badBodies(sample, endpoint.body as Shape, endpoint.bodyBytesMax ?? 512 * 1024)),
        ...(endpoint.query === undefined ? [] : badQueries(sample, endpoint.query as Shape)),
        ...badParams(sample),
      ];
      for (const each of bad) await check(installation, browser, name, each);
      assert.deepEqual(await contentsOf(installation.database), before, name);
    }
    assert.deepEqual(installation.errorsLogged, []);
  });

  test('a forged, foreign or doubled cookie is nobody', async () => {
    const installation = await open();
    const { browser: owner } = await seedSignedIn(installation, { username: 'owner', roles: ['owner'] });
    const token = owner.cookies.get(SESSION_COOKIE) ?? '';
    const before = await contentsOf(installation.database);
    const cookies = [
      ['of random bytes', `${SESSION_COOKIE}=${'A'.repeat(43)}`],
      ['that is too short', `${SESSION_COOKIE}=${token.slice(1)}`],
      ['of another case', `${SESSION_COOKIE}=${token.toLowerCase()}`],
      ['that is given twice', `${SESSION_COOKIE}=${token}; ${SESSION_COOKIE}=${token}`],
      ['that is the ceremony’s', `${SESSION_COOKIE}=${owner.cookies.get(CEREMONY_COOKIE) ?? ''}`],
    ] as const;
    for (const endpoint of endpoints.filter(({ needs }) => needs !== 'public')) {
      for (const [what, cookie] of cookies) {
        const sent = { ...samples[nameOf(endpoint)], headers: { cookie } };
        const bad: Bad = { what: `a cookie ${what}`, sent, code: 'session.required' };
        await check(installation, new TestBrowser(installation), nameOf(endpoint), bad);
      }
    }
    assert.deepEqual(await contentsOf(installation.database), before);
  });

  test('a missing permission and a stale assertion are refused before anything is looked at', async () => {
    const installation = await open();
    const { browser: owner } = await seedSignedIn(installation, { username: 'owner', roles: ['owner'] });
    const { browser: nobody } = await seedSignedIn(installation, { username: 'nobody' });
    // Long enough for the assertion to be stale, too short for the session to end; both were seen just now.
    installation.clock.advance(6 * MINUTE_MS);
    for (const browser of [owner, nobody]) await browser.must('GET /api/v1/account');
    const before = await contentsOf(installation.database);
    for (const endpoint of endpoints) {
      const name = nameOf(endpoint);
      const sent = samples[name];
      if (endpoint.fresh === true) {
        await check(installation, owner, name, { what: 'a stale assertion', sent, code: 'session.assertion_stale' });
      }
      if (endpoint.needs !== 'public' && endpoint.needs !== 'signed-in') {
        await check(installation, nobody, name, { what: 'no permission', sent, code: 'session.permission_missing' });
      }
    }
    assert.deepEqual(await contentsOf(installation.database), before);
  });

  test('texts that a database or an encoder may choke on are answered without a failure of the server', async () => {
    const installation = await open();
    await applyPolicyAtStart(installation.ports, { source: defaultPolicySource, origin: 'shipped' });
    const { browser } = await seedSignedIn(installation, { username: 'owner', roles: ['owner'] });
    for (const endpoint of endpoints) {
      const { body = {}, ...sample } = samples[nameOf(endpoint)];
      for (const [member, value] of Object.entries(body)) {
        if (typeof value !== 'string') continue;
        for (const text of ['\0', 'a\0b', '\ud800', '\uffff', '😀'.repeat(10), '\u202e', "' or 1=1 --"]) {
          calls += 1;
          const headers = { 'x-forwarded-for': `203.0.${calls >> 8}.${calls & 255}` };
          const sent = { ...sample, body: { ...body, [member]: text }, headers };
          const told = await browser.call(nameOf(endpoint), sent);
          assert.ok(told.status < 500, `${nameOf(endpoint)} ${member} ${JSON.stringify(text)} answered ${told.status}`);
        }
      }
    }
    assert.deepEqual(installation.errorsLogged, []);
  });
});
