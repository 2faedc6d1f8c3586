import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { launchChromium } from '@holdfast/tools/browser';
import { newPerson } from './support/browser-person.ts';
import { enrol } from './support/doing.ts';
import { freePort, startNode, type TestNode } from './support/node.ts';
import { selfSigned } from './support/self-signed.ts';

/** HTTPS by itself: a certificate from a file, renewed while people are signing in. */
describe('HTTPS by itself', () => {
  let node: TestNode;
  let port = 0;
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-tls-'));
  const certFile = path.join(folder, 'cert.pem');
  const keyFile = path.join(folder, 'key.pem');
  const put = (pair: { cert: string; key: string }): void => {
    // As certificate tools do it: a whole new file takes the place of the old one.
    for (const [file, text] of [
      [keyFile, pair.key],
      [certFile, pair.cert],
    ] as const) {
      writeFileSync(`${file}.new`, text, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    }
  };

  before(async () => {
    port = await freePort();
    put(selfSigned('localhost', 'first'));
    node = await startNode({
      HOLDFAST_ORIGIN: `https://localhost:${port}`,
      HOLDFAST_LISTEN: `127.0.0.1:${port}`,
      HOLDFAST_TLS_CERT_FILE: certFile,
      HOLDFAST_TLS_KEY_FILE: keyFile,
      HOLDFAST_LOG_LEVEL: 'info',
    });
  });
  after(async () => {
    await node?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('somebody enrols and signs in over it, and the browser is told to stay on HTTPS', async () => {
    const browser = await launchChromium();
    try {
      const person = await newPerson(browser, { ignoreHTTPSErrors: true });
      await person.plugIn('platform');
      const link = node.firstLink ?? '';
      assert.match(link, /^https:/, node.output());
      await enrol(person.page, link);
      const [answer] = await Promise.all([
        person.page.waitForResponse(/\/account/),
        person.page.goto(`${node.origin}/account`),
      ]);
      assert.equal(answer.headers()['strict-transport-security'], 'max-age=31536000');
      const cookies = await person.context.cookies();
      assert.equal(cookies.length, 2);
      assert.deepEqual(
        cookies.map(({ name, secure, httpOnly, sameSite }) => [name.startsWith('__Host-'), secure, httpOnly, sameSite]),
        cookies.map(() => [true, true, true, 'Strict']),
      );
    } finally {
      await browser.close();
    }
  });

  test('a renewed certificate is used without a restart; one that does not fit is not', async () => {
    assert.equal(await servedName(port), 'first');
    put(selfSigned('localhost', 'second'));
    await until(() => node.output().includes('certificate reloaded'));
    assert.equal(await servedName(port), 'second');
    writeFileSync(certFile, selfSigned('localhost', 'third').cert);
    await until(() => node.output().includes('new certificate not usable'));
    assert.equal(await servedName(port), 'second');
    assert.equal(await statusOf(port), 200);
  });

  test('a node with a public origin and neither certificate nor proxy does not start, and says what to do', async () => {
    await assert.rejects(
      startNode({ HOLDFAST_ORIGIN: 'https://login.example.org' }),
      /needs HTTPS: set HOLDFAST_TLS_CERT_FILE/,
    );
  });
});

function servedName(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

function statusOf(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/health', rejectUnauthorized: false, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .once('error', reject)
      .end();
  });
}

/** Looks again every tenth of a second, for as long as a slow machine may need. */
async function until(isSo: () => boolean): Promise<void> {
  for (let looks = 0; looks < 300; looks += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('it did not happen within 30 seconds');
}
