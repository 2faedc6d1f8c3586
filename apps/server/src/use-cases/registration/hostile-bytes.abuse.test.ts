import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from '@holdfast/encoding';
import { createFor, newAuthenticator, TestBrowser } from '../../testing/browser.ts';
import { contentsOf, eventsOf } from '../../testing/contents.ts';
import { eachDatabase } from '../../testing/harness.ts';
import { seedPerson } from '../../testing/people.ts';

type Change = (object: CborMap) => Uint8Array;

/** Puts something else in place of one member of the attestation statement. */
function withStatement(name: string, value: CborValue): Change {
  return (object) => {
    const statement = object.get('attStmt');
    const changed = new Map<number | string, CborValue>(statement instanceof Map ? statement : []).set(name, value);
    return encodeCbor(new Map([...object, ['attStmt', changed]]));
  };
}

/** SEQUENCE in SEQUENCE in SEQUENCE …, as deep as the bytes allow. */
function nestedDer(sizeBytes: number): Uint8Array {
  let inner = Buffer.alloc(0);
  while (inner.length < sizeBytes) {
    const { length } = inner;
    const head = length < 128 ? [0x30, length] : [0x30, 0x82, length >> 8, length & 255];
    inner = Buffer.concat([Buffer.from(head), inner]);
  }
  return new Uint8Array(inner);
}

const many = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

/** An authenticator that wants to keep the server busy, or to break it. Each is as large as the server reads. */
const hostile: readonly (readonly [string, Change])[] = [
  ['sixty thousand numbers for a chain', withStatement('x5c', many(60_000, 0))],
  ['sixty thousand empty certificates', withStatement('x5c', many(60_000, new Uint8Array()))],
  ['a certificate of nothing but nesting', withStatement('x5c', [nestedDer(16_000)])],
  ['certificates of nothing but lengths', withStatement('x5c', many(3, new Uint8Array(16_000).fill(0x80)))],
  [
    'a statement with fifteen thousand members',
    (object) =>
      encodeCbor(new Map([...object, ['attStmt', new Map(Array.from({ length: 15_000 }, (_, key) => [key, 0]))]])),
  ],
  ['arrays in arrays', () => new Uint8Array(60_000).fill(0x81)],
  ['an array that announces four thousand million members', () => Uint8Array.from([0x9a, 0xff, 0xff, 0xff, 0xff])],
  [
    'a text that announces more than there is',
    () => Uint8Array.from([0x7b, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
  ],
  ['nothing', () => new Uint8Array()],
  ['more than is read', (object) => encodeCbor(new Map([...object, ['x', new Uint8Array(70_000)]]))],
];

eachDatabase('an authenticator that attacks the server', (open) => {
  test('is refused like any other, changes nothing and breaks nothing', async () => {
    const installation = await open();
    const { database, errorsLogged } = installation;
    const { token } = await seedPerson(installation, { username: 'mallory' });
    const browser = new TestBrowser(installation);
    const before = await contentsOf(database);
    for (const [what, change] of hostile) {
      const { publicKey } = await browser.must('POST /api/v1/registration/options', { body: { token } });
      const good = createFor(newAuthenticator({ attestation: 'packed-self' }), publicKey);
      const decoded = decodeCbor(Buffer.from(good.response.attestationObject, 'base64url'));
      assert.ok(decoded.ok && decoded.value instanceof Map);
      const attestationObject = Buffer.from(change(decoded.value)).toString('base64url');
      const response = { ...good, response: { ...good.response, attestationObject } };
      const told = await browser.call('POST /api/v1/registration/verify', { body: { token, response } });
      assert.equal(told.status, 400, `${what}: ${JSON.stringify(told.body)}`);
      const event = (await eventsOf(database)).at(-1);
      assert.equal(event?.type, 'passkey.registration_refused', what);
      assert.ok(JSON.stringify(event.detail).length < 4096, `${what} fills the events`);
    }
    assert.deepEqual(await contentsOf(database), before);
    assert.deepEqual(errorsLogged, []);
  });

  test('nor does anybody by nesting JSON', async () => {
    const installation = await open();
    const { token } = await seedPerson(installation, { username: 'mallory' });
    const browser = new TestBrowser(installation);
    const { publicKey } = await browser.must('POST /api/v1/registration/options', { body: { token } });
    const response = createFor(newAuthenticator(), publicKey);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = JSON.stringify({ token, response: { ...response, clientExtensionResults: { x: 'DEEP' } } });
    // Extensions that nobody asked for are no reason to refuse (L3 §7.1 step 31), and no place to hide a bomb.
    const told = await browser.call('POST /api/v1/registration/verify', { body: body.replace('"DEEP"', deep) });
    assert.equal(told.status, 200, JSON.stringify(told.body));
    assert.deepEqual(installation.errorsLogged, []);
  });
});
