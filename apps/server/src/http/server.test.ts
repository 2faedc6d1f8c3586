import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { eachDatabase, TEST_ORIGIN } from '../testing/harness.ts';
import { contract } from './contract/index.ts';
import { openApiDocument } from './openapi.ts';
import { allRoutes } from './routes.ts';

const declared = Object.values(contract).flatMap((area) => Object.values(area));
const name = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

describe('endpoints', () => {
  test('every declared one is mounted, once, and nothing else is', () => {
    assert.deepEqual(allRoutes.map(({ endpoint }) => name(endpoint)).sort(), declared.map(name).sort());
    assert.equal(new Set(declared.map(name)).size, declared.length);
  });

  test('the OpenAPI description has each of them, with who may call it', () => {
    const { paths } = openApiDocument() as { paths: Record<string, Record<string, { security: unknown[] }>> };
    for (const endpoint of declared) {
      const operation = paths[endpoint.path.replace(/:([A-Za-z]+)/g, '{$1}')]?.[endpoint.method.toLowerCase()];
      assert.ok(operation, name(endpoint));
      assert.equal(operation.security.length, endpoint.needs === 'public' ? 0 : 1, name(endpoint));
    }
  });
});

const json = { 'content-type': 'application/json', origin: TEST_ORIGIN };

/** What cannot be read never reaches a handler: status, public name, code in the event. */
const unreadable: readonly (readonly [string, InjectOptions, number, string, string])[] = [
  ['no JSON', { payload: '{', headers: json }, 400, 'malformed_request', 'request.not_json'],
  ['an empty body', { payload: '', headers: json }, 400, 'malformed_request', 'request.not_json'],
  ['a poisoned member', { payload: '{"__proto__":{}}', headers: json }, 400, 'malformed_request', 'request.not_json'],
  [
    'a poisoned constructor',
    { payload: '{"constructor":{"prototype":{}}}', headers: json },
    400,
    'malformed_request',
    'request.not_json',
  ],
  [
    'bytes that are no UTF-8',
    { payload: Buffer.from('7b22757365726e616d65223a22ff227d', 'hex'), headers: json },
    400,
    'malformed_request',
    'request.not_json',
  ],
  [
    'another charset',
    { payload: '{}', headers: { ...json, 'content-type': 'application/json; charset=latin1' } },
    415,
    'unsupported_media_type',
    'request.media_type',
  ],
  [
    'plain text',
    { payload: '{}', headers: { ...json, 'content-type': 'text/plain' } },
    415,
    'unsupported_media_type',
    'request.media_type',
  ],
  [
    'a form',
    { payload: 'username=a', headers: { ...json, 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    'unsupported_media_type',
    'request.media_type',
  ],
  [
    'more than is read',
    { payload: JSON.stringify({ username: 'a'.repeat(600_000) }), headers: json },
    413,
    'request_too_large',
    'request.too_large',
  ],
  ['an unknown member', { payload: '{"user":"a"}', headers: json }, 400, 'malformed_request', 'request.malformed'],
  [
    'another site',
    { payload: '{}', headers: { ...json, origin: 'https://evil.example' } },
    403,
    'cross_site_request',
    'request.cross_site',
  ],
  [
    'a site that the browser calls cross-site',
    { payload: '{}', headers: { ...json, 'sec-fetch-site': 'cross-site' } },
    403,
    'cross_site_request',
    'request.cross_site',
  ],
  [
    'a sandboxed frame',
    { payload: '{}', headers: { ...json, origin: 'null' } },
    403,
    'cross_site_request',
    'request.cross_site',
  ],
  [
    'no origin',
    { payload: '{}', headers: { 'content-type': 'application/json' } },
    403,
    'cross_site_request',
    'request.cross_site',
  ],
  [
    'an address that is no address',
    { method: 'GET', url: '/api/v1/%ff', headers: {} },
    400,
    'malformed_request',
    'request.malformed',
  ],
  [
    'an address that does not exist',
    { method: 'GET', url: '/api/v1/nothing', headers: {} },
    404,
    'not_found',
    'request.no_such_endpoint',
  ],
  [
    'a query that nobody asked for',
    { method: 'GET', url: '/api/v1/context?debug=1', headers: {} },
    400,
    'malformed_request',
    'request.malformed',
  ],
];

eachDatabase('the door', (open) => {
  for (const [what, sent, status, error, code] of unreadable) {
    test(`refuses ${what} with ${status} and an event that says why`, async () => {
      const { server, database, errorsLogged } = await open();
      const answer = await server.inject({ method: 'POST', url: '/api/v1/sign-in/options', ...sent });
      assert.equal(answer.statusCode, status, answer.body);
      const body = answer.json();
      assert.equal(body.error, error);
      assert.ok(body.message.length > 20 && body.requestId.length > 20, answer.body);
      const events = await database.queries.selectFrom('audit_event').selectAll().execute();
      assert.deepEqual(
        events.map((event) => [event.code, event.request_id]),
        [[code, body.requestId]],
      );
      assert.deepEqual(errorsLogged, []);
    });
  }

  test('every answer carries the headers that keep browsers strict', async () => {
    const { server } = await open();
    for (const url of ['/api/v1/context', '/health', '/nowhere', '/api/v1/account']) {
      const { headers } = await server.inject({ url });
      assert.match(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['strict-transport-security'], 'max-age=31536000');
      if (url.startsWith('/api/')) assert.equal(headers['cache-control'], 'no-store');
    }
  });

  test('an address is taken from the header of a named proxy and of nobody else', async () => {
    const { server, database } = await open();
    const forwarded = { ...json, 'x-forwarded-for': '203.0.113.9' };
    const sent = { method: 'POST', url: '/api/v1/sign-in/options', payload: '{', headers: forwarded } as const;
    await server.inject({ ...sent, remoteAddress: '127.0.0.1' });
    await server.inject({ ...sent, remoteAddress: '198.51.100.4' });
    const events = await database.queries.selectFrom('audit_event').select('address').orderBy('sequence').execute();
    assert.deepEqual(
      events.map(({ address }) => address),
      ['203.0.113.9', '198.51.100.4'],
    );
  });

  test('what somebody forged before the proxy is not believed', async () => {
    const { server, database } = await open();
    const headers = { ...json, 'x-forwarded-for': '10.9.9.9, 203.0.113.9' };
    await server.inject({
      method: 'POST',
      url: '/api/v1/sign-in/options',
      payload: '{',
      headers,
      remoteAddress: '127.0.0.1',
    });
    const [event] = await database.queries.selectFrom('audit_event').select('address').execute();
    assert.equal(event?.address, '203.0.113.9');
  });

  test('a cookie that is not ours is an event; having none is not', async () => {
    const { server, database } = await open();
    const without = await server.inject({ url: '/api/v1/account' });
    const forged = await server.inject({
      url: '/api/v1/account',
      headers: { cookie: `__Host-holdfast_session=${'A'.repeat(43)}` },
    });
    assert.equal(without.statusCode, 401);
    assert.equal(forged.statusCode, 401);
    assert.deepEqual(Object.keys(without.json()), Object.keys(forged.json()));
    const events = await database.queries.selectFrom('audit_event').select('code').execute();
    assert.deepEqual(
      events.map(({ code }) => code),
      ['session.required'],
    );
  });

  test('alive and ready are told apart', async () => {
    const { server } = await open();
    assert.deepEqual((await server.inject({ url: '/health' })).json(), { status: 'alive' });
    assert.deepEqual((await server.inject({ url: '/ready' })).json(), { status: 'ready' });
  });

  test('a flood from one address is answered with 429 and no more writes', async () => {
    const { server, database } = await open();
    const send = () => server.inject({ method: 'POST', url: '/api/v1/sign-in/options', payload: '{', headers: json });
    const statuses = new Map<number, number>();
    for (let sent = 0; sent < 330; sent += 1) {
      const { statusCode } = await send();
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    }
    assert.deepEqual(
      [...statuses],
      [
        [400, 301],
        [429, 29],
      ],
    );
    const events = await database.queries.selectFrom('audit_event').select('detail').execute();
    assert.equal(events.length, 301);
    assert.equal(events.filter(({ detail }) => detail.includes('limitReached')).length, 1);
    const retry = await send();
    assert.equal(retry.headers['retry-after'], '300');
  });
});
