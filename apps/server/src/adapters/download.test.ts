import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { basicConstraints, createMaker, createSigningKey, extension, keyUsage, seededRandom } from '@holdfast/emulator';
import { derItem, derSequence } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import {
  type Answering,
  type DocumentServer,
  document,
  startDocumentServer,
  status,
} from '../testing/document-server.ts';
import { createDownload, type DownloadRequest } from './download.ts';

const LIMIT = 64 * 1024;
const download = createDownload();
let server: DocumentServer;
before(async () => {
  server = await startDocumentServer();
});
after(() => server.close());

const asked = (answer: Answering, change: Partial<DownloadRequest> = {}) => {
  server.answer = answer;
  return download({ url: server.url, ifNoneMatch: null, sizeBytesMax: LIMIT, timeoutMs: 5000, ...change });
};
const packed = (bytes: Uint8Array, headers: Record<string, string> = {}): Answering => {
  return (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip', ...headers }).end(bytes);
};
const elsewhere = (location: string): Answering => status(302, { location });

describe('a download', () => {
  test('brings the body and its entity tag, packed or not', async () => {
    for (const answer of [document('text', '"tag"'), packed(gzipSync('text'), { etag: '"tag"' })]) {
      const got = await asked(answer);
      assert.ok(got.at === 'document');
      assert.deepEqual([Buffer.from(got.body).toString(), got.etag], ['text', '"tag"']);
    }
    assert.equal(server.requests.at(-1)?.['accept-encoding'], 'gzip');
    assert.match(server.requests.at(-1)?.['user-agent'] ?? '', /^holdfast\//);
    assert.equal(server.requests.at(-1)?.['if-none-match'], undefined);
  });

  test('says that nothing changed where the tag is known', async () => {
    assert.deepEqual(await asked(document('text', '"tag"'), { ifNoneMatch: '"tag"' }), { at: 'unchanged' });
    assert.equal((await asked(document('text', '"tag"'), { ifNoneMatch: '"old"' })).at, 'document');
  });

  test('takes as many bytes as the limit and follows three redirects', async () => {
    const whole = await asked(document('a'.repeat(LIMIT)));
    assert.ok(whole.at === 'document' && whole.body.length === LIMIT);
    let left = 3;
    const got = await asked((request, response) => {
      left -= 1;
      (left >= 0 ? elsewhere(`/${left}`) : document('there'))(request, response);
    });
    assert.equal(got.at, 'document');
  });

  const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024));
  const refusals: readonly (readonly [
    what: string,
    code: string,
    answer: Answering,
    change?: Partial<DownloadRequest>,
  ])[] = [
    ['an announced size beyond the limit', 'trust.document_too_large', document('a'.repeat(LIMIT + 1))],
    [
      'an endless body',
      'trust.document_too_large',
      (_, response) => {
        response.writeHead(200);
        const more = (): void => {
          while (!response.destroyed && response.write('a'.repeat(16_384)));
          response.once('drain', more);
        };
        more();
      },
    ],
    ['a gzip bomb', 'trust.document_too_large', packed(bomb, { 'transfer-encoding': 'chunked' })],
    [
      'packed nothings without end',
      'trust.document_too_large',
      packed(Buffer.concat(Array.from({ length: 4000 }, () => gzipSync('')))),
    ],
    ['something packed that is broken', 'trust.source_encoding', packed(Buffer.from('not packed'))],
    ['half of something packed', 'trust.source_encoding', packed(gzipSync('a'.repeat(5000)).subarray(0, 20))],
    [
      'an encoding that was not offered',
      'trust.source_encoding',
      packed(Buffer.from('x'), { 'content-encoding': 'br' }),
    ],
    ['a page that is not there', 'trust.source_status', status(404)],
    ['nothing at all with success', 'trust.source_status', status(204)],
    ['a failure of the server', 'trust.source_status', status(500)],
    ['too many requests', 'trust.source_busy', status(429)],
    ['a redirect to another host', 'trust.source_redirect', elsewhere('http://127.0.0.1:1/')],
    ['a redirect to another scheme', 'trust.source_redirect', elsewhere('file:///etc/passwd')],
    ['a redirect to nowhere', 'trust.source_redirect', elsewhere('http://')],
    ['redirects in a circle', 'trust.source_redirect', elsewhere('/')],
    ['a source that hangs', 'trust.source_timeout', () => {}, { timeoutMs: 50 }],
    [
      'a source that drips',
      'trust.source_timeout',
      (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('a'),
      { timeoutMs: 50 },
    ],
    [
      'half a body',
      'trust.source_unreachable',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('a', () => response.destroy());
      },
    ],
    [
      'half a packed body',
      'trust.source_unreachable',
      (_, response) => {
        const half = gzipSync('a'.repeat(50_000)).subarray(0, 30);
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '900' });
        response.write(half, () => response.destroy());
      },
    ],
    ['a connection that is cut', 'trust.source_unreachable', (request) => void request.socket.destroy()],
    ['what is no HTTP', 'trust.source_unreachable', (request) => void request.socket.end('SSH-2.0-OpenSSH\r\n')],
    ['a name that nobody has', 'trust.source_unreachable', status(200), { url: 'https://nowhere.invalid/' }],
    ['a port that nobody listens on', 'trust.source_unreachable', status(200), { url: 'http://localhost:1/' }],
    ['another host without TLS', 'trust.source_redirect', status(200), { url: 'http://192.0.2.1/' }],
  ];
  for (const [what, code, answer, change] of refusals) {
    test(`names ${what}`, async () => {
      const got = await asked(answer, change);
      assert.equal(got.at === 'failed' ? got.code : got.at, code);
    });
  }

  test('hears how long a source wants to be left alone, and not for ever', async () => {
    const wait = async (headers: Record<string, string>) => {
      const got = await asked(status(429, headers));
      return got.at === 'failed' ? got.retryAfterMs : 'no';
    };
    const date = 'Fri, 20 Nov 2026 09:00:00 GMT';
    assert.equal(await wait({ 'retry-after': '120' }), 120_000);
    assert.equal(await wait({ 'retry-after': 'Fri, 20 Nov 2026 10:00:00 GMT', date }), 3_600_000);
    assert.equal(await wait({ 'retry-after': 'Fri, 20 Nov 2020 10:00:00 GMT', date }), null);
    assert.equal(await wait({ 'retry-after': 'soon' }), null);
    assert.equal(await wait({ 'retry-after': '999999999' }), 7 * 24 * 3_600_000);
    assert.equal(await wait({}), null);
  });

  test('ends with whoever asked', async () => {
    const ending = new AbortController();
    const got = await asked(() => ending.abort(), { signal: ending.signal });
    assert.equal(got.at, 'failed');
  });

  test('over TLS believes an authority that was named, and no other', async () => {
    const random = seededRandom('download');
    const at = instant(Date.now());
    const maker = createMaker({ name: 'Mirror', aaguids: [], random, at });
    const key = createSigningKey('ES256', random);
    const [leaf] = maker.certify({
      subject: { country: 'SE', organization: 'Mirror', commonName: 'localhost' },
      spki: key.spki,
      extensions: [
        basicConstraints(false),
        keyUsage('signatures'),
        extension('2.5.29.17', false, derSequence(derItem(0x82, Buffer.from('localhost')))),
      ],
    });
    const pem = (der: Uint8Array) =>
      `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
    const secure = await startDocumentServer({
      cert: pem(leaf ?? new Uint8Array()),
      key: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    });
    try {
      secure.answer = document('over TLS');
      const request = { url: secure.url, ifNoneMatch: null, sizeBytesMax: LIMIT, timeoutMs: 5000 };
      assert.equal((await createDownload({ trusted: [pem(maker.root.der)] })(request)).at, 'document');
      const refused = await download(request);
      assert.equal(refused.at === 'failed' ? refused.code : '', 'trust.source_unreachable');
      assert.equal(secure.requests.length, 1);
      secure.answer = elsewhere(secure.url.replace('https:', 'http:'));
      const downgraded = await createDownload({ trusted: [pem(maker.root.der)] })(request);
      assert.equal(downgraded.at === 'failed' ? downgraded.code : '', 'trust.source_redirect');
    } finally {
      await secure.close();
    }
  });
});
