import assert from 'node:assert/strict';
import { type AddressInfo, connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { contentsOf } from '../testing/contents.ts';
import { openInstallation, TEST_ORIGIN, type TestInstallation } from '../testing/harness.ts';

const second = 'GET /health HTTP/1.1\r\nHost: smuggled\r\nConnection: close\r\n\r\n';
const get = (headers: string) => `GET /health HTTP/1.1\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`;
const post = (headers: string, body: string) =>
  `POST /api/v1/sign-in/options HTTP/1.1\r\nHost: x\r\nOrigin: ${TEST_ORIGIN}\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;

/** A proxy in front could read each of these as two requests, or as other bytes than we do. */
const ambiguous: readonly (readonly [string, string])[] = [
  ['a length and chunks', post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${second}`)],
  ['two lengths', post('Content-Length: 2\r\nContent-Length: 60\r\n', `{}${second}`)],
  ['a list of lengths', post('Content-Length: 2, 2\r\n', `{}${second}`)],
  ['a length with a sign', post('Content-Length: +2\r\n', `{}${second}`)],
  ['a negative length', post('Content-Length: -1\r\n', second)],
  ['an unknown coding', post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${second}`)],
  ['chunks that are not the last coding', post('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${second}`)],
  ['a space before the colon', post('Transfer-Encoding : chunked\r\n', `0\r\n\r\n${second}`)],
  ['a chunk that ends in a bare line feed', post('Transfer-Encoding: chunked\r\n', `2;\n{}\r\n0\r\n\r\n${second}`)],
  ['a chunk size that is no number', post('Transfer-Encoding: chunked\r\n', `0x2\r\n{}\r\n0\r\n\r\n${second}`)],
  ['a folded header', get('X-A: a\r\n b\r\n')],
  ['a bare carriage return', get('X-A: a\rX-B: b\r\n')],
  ['bare line feeds', get('X-A: a\r\n').replaceAll('\r\n', '\n')],
  ['a NUL in a header', get('X-A: a\0b\r\n')],
  ['no host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
];

const tooLarge: readonly (readonly [string, string])[] = [
  ['a long header', get(`X-A: ${'a'.repeat(20_000)}\r\n`)],
  ['many headers', get('X-A: a\r\n'.repeat(4000))],
  ['a long address', get('').replace('/health', `/${'a'.repeat(20_000)}`)],
];

/** Sends bytes as they are and returns the status lines of all answers, when the server has closed the connection. */
function talk(port: number, bytes: string): Promise<readonly string[]> {
  return new Promise((resolve) => {
    let got = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')));
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      got += chunk;
    });
    // A server that stops reading resets the connection; what it said before counts.
    socket.on('error', () => {});
    socket.on('close', () => resolve(got.match(/^HTTP\/1\.1 \d+/gm) ?? []));
  });
}

describe('HTTP that is not what it seems', () => {
  let installation: TestInstallation;
  let port: number;
  before(async () => {
    installation = await openInstallation('sqlite::memory:');
    await installation.server.listen({ host: '127.0.0.1', port: 0 });
    port = (installation.server.server.address() as AddressInfo).port;
  });
  after(() => installation.close());

  for (const [what, bytes] of ambiguous) {
    test(`${what}: one answer, a refusal, and the connection ends`, async () => {
      assert.deepEqual(await talk(port, bytes), ['HTTP/1.1 400']);
    });
  }

  for (const [what, bytes] of tooLarge) {
    test(`${what}: refused before anything is read of it`, async () => {
      // The reset of a connection that is not read to its end may overtake the answer.
      const answers = await talk(port, bytes);
      assert.ok(answers.length <= 1 && answers.every((line) => line === 'HTTP/1.1 431'), answers.join());
    });
  }

  test('a body that is announced too large is not waited for', async () => {
    assert.deepEqual(await talk(port, post('Content-Length: 600000\r\n', second)), ['HTTP/1.1 413']);
  });

  test('a body of a GET is no second request', async () => {
    const bytes = `GET /api/v1/context HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${second.length}\r\n\r\n${second}`;
    assert.equal((await talk(port, bytes)).length, 1);
  });

  test('nobody is tunnelled anywhere', async () => {
    const answers = await talk(port, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n');
    assert.ok(answers.every((line) => !line.endsWith(' 200')));
  });

  test('whoever sends slowly is not waited for long', () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout } = installation.server.server;
    assert.deepEqual([headersTimeout, requestTimeout, keepAliveTimeout], [10_000, 30_000, 10_000]);
  });

  test('and nothing of it changed anything or broke the server', async () => {
    const before = await contentsOf(installation.database);
    for (const [, bytes] of [...ambiguous, ...tooLarge]) await talk(port, bytes);
    assert.deepEqual(await contentsOf(installation.database), before);
    assert.deepEqual(installation.errorsLogged, []);
    assert.equal((await installation.server.inject('/health')).statusCode, 200);
  });
});
