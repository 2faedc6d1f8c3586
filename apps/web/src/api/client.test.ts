import assert from 'node:assert/strict';
import { afterEach, describe, mock, test } from 'node:test';
import { ApiError, addressOf, call, callForFile } from './client.ts';

function answerWith(response: () => Response | Promise<Response>) {
  return mock.method(globalThis, 'fetch', async () => response());
}

describe('calling the API', () => {
  afterEach(() => mock.restoreAll());

  test('fills params and query, each encoded, and leaves out what is empty', () => {
    assert.deepEqual(
      addressOf('GET /api/v1/people/:personId', {
        params: { personId: 'a/b' },
        query: { q: 'x y', cursor: undefined, z: '' },
      }),
      { method: 'GET', url: '/api/v1/people/a%2Fb?q=x+y' },
    );
  });

  test('sends JSON with the cookies of our own origin only', async () => {
    const sent = answerWith(() => Response.json({ publicKey: {} }));
    await call('POST /api/v1/sign-in/options', { body: { username: 'ada' } });
    const [url, init] = (sent.mock.calls[0]?.arguments ?? []) as unknown as [string, RequestInit];
    assert.equal(url, '/api/v1/sign-in/options');
    assert.equal(init.credentials, 'same-origin');
    assert.equal(init.body, '{"username":"ada"}');
  });

  test('an answer without a body is undefined', async () => {
    answerWith(() => new Response(null, { status: 204 }));
    assert.equal(await call('POST /api/v1/sign-out'), undefined);
  });

  test('a file keeps its bytes and the name that the server proposes', async () => {
    const personId = '01900000-0000-7000-8000-000000000001';
    const headers = { 'content-disposition': 'attachment; filename="evidence-ana-2026-11-20.json"' };
    answerWith(() => new Response('{ "a": 1 }\n', { headers }));
    const { bytes, name } = await callForFile('GET /api/v1/people/:personId/evidence', { params: { personId } });
    assert.equal(new TextDecoder().decode(bytes), '{ "a": 1 }\n');
    assert.equal(name, 'evidence-ana-2026-11-20.json');
    answerWith(() => new Response('x', { headers: { 'content-disposition': 'attachment; filename="../x"' } }));
    assert.equal(
      (await callForFile('GET /api/v1/people/:personId/evidence', { params: { personId } })).name,
      'download',
    );
    answerWith(() => Response.json({ error: 'not_allowed', message: 'No.', requestId: 'r1' }, { status: 403 }));
    await assert.rejects(callForFile('GET /api/v1/people/:personId/evidence', { params: { personId } }), {
      name: 'not_allowed',
      status: 403,
    });
  });

  test('a refusal keeps name, sentence, request id and fields', async () => {
    const fields = [{ field: 'name', message: 'Too long.' }];
    answerWith(() => Response.json({ error: 'invalid', message: 'No.', requestId: 'r1', fields }, { status: 422 }));
    await assert.rejects(call('GET /api/v1/context'), (error) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual([error.status, error.name, error.message, error.requestId], [422, 'invalid', 'No.', 'r1']);
      assert.deepEqual(error.fields, fields);
      return true;
    });
  });

  test('no answer at all has its own name', async () => {
    answerWith(() => Promise.reject(new TypeError('fetch failed')));
    await assert.rejects(call('GET /api/v1/context'), { name: 'unreachable', status: 0 });
  });

  for (const [what, body] of [
    ['a page of a proxy', '<html>'],
    ['JSON that is no refusal', '{"a":1}'],
  ] as const) {
    test(`${what} instead of a refusal is said to be unreadable`, async () => {
      answerWith(() => new Response(body, { status: 502 }));
      await assert.rejects(call('GET /api/v1/context'), { name: 'unreadable', status: 502 });
    });
  }

  test('an abort stays an abort', async () => {
    answerWith(() => Promise.reject(new DOMException('aborted', 'AbortError')));
    await assert.rejects(call('GET /api/v1/context'), { name: 'AbortError' });
  });
});
