import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createSigningKey,
  distributionPoint,
  extension,
  type RevocationListDraft,
  seededRandom,
  writeCertificate,
  writeRevocationList,
} from '@holdfast/emulator';
import { derItem, derSequence, parseCertificate } from '@holdfast/encoding';
import { DAY_MS, instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { readRevocationList, revocationListAddresses } from './revocation-list.ts';

const random = seededRandom('revocations');
const at = instant(Date.UTC(2026, 10, 20, 12, 30, 15));
const key = createSigningKey('ES256', random);
const issuer = { organization: 'Issuer', commonName: 'Issuer' };
const certificate = (extensions: readonly Uint8Array[] = [], subject = issuer, by = key) => {
  const validity = { notBefore: instant(at - DAY_MS), notAfter: instant(at + DAY_MS) };
  const draft = { version: 3, serial: Uint8Array.of(1, 2), issuer, subject, ...validity, extensions } as const;
  const parsed = parseCertificate(writeCertificate({ ...draft, spki: by.spki }, key));
  assert.ok(parsed.ok);
  return parsed.value;
};
const list = (change: Partial<RevocationListDraft> = {}) =>
  writeRevocationList(
    {
      issuer,
      serials: [Uint8Array.of(0x80, 1), Uint8Array.of(7)],
      thisUpdate: at,
      nextUpdate: instant(at + DAY_MS),
      ...change,
    },
    key,
  );

describe('RFC 5280 §5 a list of revocations', () => {
  test('of the issuer and of today tells serial numbers as certificates do', () => {
    const read = readRevocationList(list(), certificate(), at);
    assert.ok(read.ok, JSON.stringify(read));
    assert.deepEqual([...read.value.revoked], ['8001', '7']);
    assert.deepEqual([read.value.madeAt, read.value.nextUpdateAt], [at, at + DAY_MS]);
    const none = readRevocationList(list({ serials: [] }), certificate(), at);
    assert.equal(none.ok && none.value.revoked.size, 0);
  });

  const whole = extension('2.5.29.28', true, derSequence(derItem(0x81, Uint8Array.of(0xff))));
  const some = extension('2.5.29.28', true, derSequence(derItem(0x83, Uint8Array.of(6, 0x40))));
  const foreign = extension('2.5.29.28', true, derSequence(derItem(0x84, Uint8Array.of(0xff))));
  const delta = extension('2.5.29.27', true, derItem(2, Uint8Array.of(1)));
  const other = createSigningKey('ES256', random);
  const refused = [
    ['signed by somebody else', list(), certificate([], issuer, other), /not signed/],
    ['of another issuer', list({ issuer: { commonName: 'Other' } }), certificate(), /another issuer/],
    ['of yesterday', list({ thisUpdate: instant(at - 2 * DAY_MS), nextUpdate: at }), certificate(), /not of today/],
    ['of tomorrow', list({ thisUpdate: instant(at + 1000) }), certificate(), /not of today/],
    ['with some reasons only', list({ extensions: [some] }), certificate(), /only a part/],
    ['with certificates of others', list({ extensions: [foreign] }), certificate(), /only a part/],
    ['that only tells what is new', list({ extensions: [delta] }), certificate(), /only a part/],
    ['cut in half', list().subarray(0, 90), certificate(), /cannot be read/],
    ['with something behind it', Buffer.concat([list(), Buffer.of(0)]), certificate(), /cannot be read/],
  ] as const;
  for (const [what, der, by, words] of refused) {
    test(`${what} says nothing`, () => {
      const read = readRevocationList(der, by, at);
      assert.match(read.ok ? '' : read.error, words);
    });
  }

  test('may be one of several that are whole, or have extensions that nobody must know', () => {
    const known = extension('2.5.29.20', false, derItem(2, Uint8Array.of(1)));
    for (const each of [whole, known])
      assert.ok(readRevocationList(list({ extensions: [each] }), certificate(), at).ok);
  });

  test('never throws, and no changed byte is believed', () => {
    const good = list();
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (place, flip) => {
        const changed = Uint8Array.from(good);
        changed[place] = (changed[place] ?? 0) ^ flip;
        assert.equal(readRevocationList(changed, certificate(), at).ok, false);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => !readRevocationList(bytes, certificate(), at).ok),
    );
  });

  test('is found where the certificate says', () => {
    const url = 'http://crl.example/list.crl';
    assert.deepEqual(revocationListAddresses(certificate([distributionPoint(url)])), [url]);
    assert.deepEqual(revocationListAddresses(certificate([distributionPoint('ldap://crl.example/')])), []);
    assert.deepEqual(revocationListAddresses(certificate([extension('2.5.29.31', false, Uint8Array.of(0x30, 9))])), []);
    assert.deepEqual(revocationListAddresses(certificate()), []);
  });
});
