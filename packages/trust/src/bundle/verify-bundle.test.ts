import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { after, DAY_MS, type Instant, instant, MINUTE_MS, toIso } from '@holdfast/kernel';
import fc from 'fast-check';
import { BUNDLE_TYPE, type BundleContent, bundleDocumentKinds, bundleFreshness } from './bundle.ts';
import { type BundleKey, bundleKeyOf, readBundleKey } from './bundle-key.ts';
import { bundlePayloadSteps, bundleSignatureSteps } from './bundle-steps.ts';
import { bundleErrors } from './errors.ts';
import { assembleBundle, bundleSigningInput, makeBundlePayload } from './make-bundle.ts';
import { type BundleSettings, verifyBundle } from './verify-bundle.ts';

const at = instant(Date.UTC(2026, 10, 20));
const madeAt = after(at, -3 * DAY_MS);

type Pair = { readonly privateKey: KeyObject; readonly key: BundleKey };
function pairOf(privateKey: KeyObject): Pair {
  const key = bundleKeyOf(privateKey);
  return { privateKey, key: key.ok ? key.value : assert.fail(key.error) };
}
const ed25519 = pairOf(generateKeyPairSync('ed25519').privateKey);
const p256 = pairOf(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey);
const stranger = pairOf(generateKeyPairSync('ed25519').privateKey);
const keys = [p256.key, ed25519.key];

const content: BundleContent = {
  madeAt,
  freshnessDays: 30,
  documents: bundleDocumentKinds.map((kind) => ({ kind, body: `the ${kind} – with an umlaut: ä` })),
};

function signatureBy({ privateKey, key }: Pair, input: string): Uint8Array {
  const digest = key.algorithm === 'EdDSA' ? null : 'sha256';
  return sign(digest, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
}
function bundle(payload: string = makeBundlePayload(content), by: Pair = ed25519): string {
  const input = bundleSigningInput(payload, by.key);
  return assembleBundle(input, signatureBy(by, input));
}
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = { alg: 'EdDSA', typ: BUNDLE_TYPE };

/** Signed as it should be, with a header that should not be. */
function withHeader(changes: object, by: Pair = ed25519): string {
  const input = `${encoded({ ...header, ...changes })}.${encoded(JSON.parse(makeBundlePayload(content)))}`;
  return assembleBundle(input, signatureBy(by, input));
}
function withPayload(changes: object): string {
  return bundle(JSON.stringify({ ...JSON.parse(makeBundlePayload(content)), ...changes }));
}
const verify = (file: Uint8Array | string, settings: Partial<BundleSettings> = {}) =>
  verifyBundle(file, { keys, at, ...settings });

describe('a bundle of trust data', () => {
  for (const by of [ed25519, p256]) {
    test(`signed with ${by.key.algorithm}, says what was put in`, () => {
      const verified = verify(bundle(undefined, by));
      assert.ok(verified.ok, JSON.stringify(verified));
      const { digest, signer, progress, ...rest } = verified.value;
      assert.deepEqual({ ...rest }, content);
      assert.match(digest, /^[0-9a-f]{64}$/);
      assert.deepEqual(signer, { keyId: by.key.id, algorithm: by.key.algorithm });
      assert.equal(progress, 'first');
    });
  }

  test('as bytes, and with a line end as editors add it', () => {
    assert.ok(verify(Buffer.from(`${bundle()}\n`)).ok);
  });

  test('knows whether it is newer than the one in use', () => {
    const against = (previousMadeAt: Instant) => {
      const verified = verify(bundle(), { previousMadeAt });
      return verified.ok ? verified.value.progress : verified.error.code;
    };
    assert.equal(against(after(madeAt, -1)), 'newer');
    assert.equal(against(madeAt), 'same_time');
    assert.equal(against(after(madeAt, 1)), 'bundle.older_than_current');
  });

  test('is fresh for as long as its maker said, and then stale, which is not untrusted', () => {
    assert.equal(bundleFreshness(content, after(madeAt, 30 * DAY_MS - 1)), 'fresh');
    assert.equal(bundleFreshness(content, after(madeAt, 30 * DAY_MS)), 'stale');
    assert.ok(verify(bundle(), { at: after(madeAt, 3000 * DAY_MS) }).ok);
  });

  test('may be of a clock that is a little ahead', () => {
    const ahead = makeBundlePayload({ ...content, madeAt: after(at, 10 * MINUTE_MS) });
    assert.ok(verify(bundle(ahead)).ok);
  });
});

const document = { kind: 'overrides', body: 'x' };
const refused = [
  ['size', 'bundle.too_large', 'too large', 'a'.repeat(101), { sizeBytesMax: 100 }],
  ['shape', 'bundle.not_a_jws', 'nothing', '', {}],
  ['shape', 'bundle.not_a_jws', 'a page of a proxy', '<!doctype html><title>Sign in</title>', {}],
  ['shape', 'bundle.not_a_jws', 'a general JSON serialisation', '{"payload":"","signatures":[]}', {}],
  ['header', 'bundle.header_malformed', 'a header that is a list', `W10.${encoded({})}.AAAA`, {}],
  ['header-members', 'bundle.header_member_refused', 'a key of its own', withHeader({ jwk: {} }), {}],
  ['header-members', 'bundle.header_member_refused', 'a chain of its own', withHeader({ x5c: [] }), {}],
  ['header-members', 'bundle.header_member_refused', 'a critical extension', withHeader({ crit: ['b64'] }), {}],
  ['type', 'bundle.type_unexpected', 'no type', withHeader({ typ: undefined }), {}],
  ['type', 'bundle.type_unexpected', 'a token', withHeader({ typ: 'JWT' }), {}],
  ['algorithm', 'bundle.algorithm_not_allowed', 'none', withHeader({ alg: 'none' }), {}],
  ['algorithm', 'bundle.algorithm_not_allowed', 'a shared secret', withHeader({ alg: 'HS256' }), {}],
  ['signature', 'bundle.keys_missing', 'no key configured', bundle(), { keys: [] }],
  ['signature', 'bundle.signature_malformed', 'a cut signature', bundle().slice(0, -6), {}],
  ['signature', 'bundle.signature_invalid', 'a stranger', bundle(undefined, stranger), {}],
  ['signature', 'bundle.signature_invalid', 'the algorithm of another key', withHeader({ alg: 'ES256' }), {}],
  ['payload', 'bundle.payload_malformed', 'text that is no JSON', bundle('{'), {}],
  ['payload', 'bundle.payload_malformed', 'a list', bundle('[]'), {}],
  ['payload', 'bundle.payload_malformed', 'a member twice', bundle('{"made_at":1,"made\\u005fat":2}'), {}],
  ['payload', 'bundle.payload_malformed', 'an unknown member', withPayload({ notes: '' }), {}],
  ['made-at', 'bundle.made_at_malformed', 'no time', withPayload({ made_at: undefined }), {}],
  ['made-at', 'bundle.made_at_malformed', 'the 30th of February', withPayload({ made_at: '2026-02-30T00:00:00Z' }), {}],
  ['made-at', 'bundle.made_at_malformed', 'a number', withPayload({ made_at: madeAt }), {}],
  [
    'made-at',
    'bundle.made_in_the_future',
    'a time to come',
    withPayload({ made_at: toIso(after(at, 10 * MINUTE_MS + 1)) }),
    {},
  ],
  ['order', 'bundle.older_than_current', 'an older one', bundle(), { previousMadeAt: at }],
  ['freshness', 'bundle.freshness_malformed', 'no budget', withPayload({ freshness_days: undefined }), {}],
  ['freshness', 'bundle.freshness_malformed', 'half a day', withPayload({ freshness_days: 0.5 }), {}],
  ['freshness', 'bundle.freshness_malformed', 'for ever', withPayload({ freshness_days: 3651 }), {}],
  ['documents', 'bundle.documents_malformed', 'no documents', withPayload({ documents: [] }), {}],
  ['documents', 'bundle.documents_malformed', 'an object', withPayload({ documents: { 0: document } }), {}],
  ['documents', 'bundle.documents_malformed', 'text', withPayload({ documents: ['overrides'] }), {}],
  ['documents', 'bundle.documents_malformed', 'no body', withPayload({ documents: [{ kind: 'overrides' }] }), {}],
  ['documents', 'bundle.documents_malformed', 'more', withPayload({ documents: [{ ...document, url: '' }] }), {}],
  [
    'documents',
    'bundle.document_kind_unknown',
    'roots',
    withPayload({ documents: [{ kind: 'roots', body: 'x' }] }),
    {},
  ],
  ['documents', 'bundle.document_twice', 'a kind twice', withPayload({ documents: [document, document] }), {}],
] as const;

describe('refuses, naming the step', () => {
  for (const [step, code, what, file, settings] of refused) {
    test(`${step}: ${what}`, () => {
      const result = verify(file, settings);
      assert.deepEqual(result.ok ? 'accepted' : [result.error.step, result.error.code], [step, code]);
    });
  }

  test('every step and every code is refused with above', () => {
    const steps = [...bundleSignatureSteps, ...bundlePayloadSteps];
    assert.deepEqual(new Set(refused.map(([step]) => step)), new Set(steps.map(({ id }) => id)));
    assert.deepEqual(new Set(refused.map(([, code]) => code)), new Set(Object.keys(bundleErrors)));
    assert.deepEqual(new Set(steps.flatMap(({ codes }) => codes)), new Set(Object.keys(bundleErrors)));
  });

  test('one byte changed, whichever it is', () => {
    const file = Buffer.from(bundle());
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(file);
        changed[place] = (changed[place] ?? 0) ^ change;
        assert.equal(verify(changed).ok, false);
      }),
    );
  });

  test('whatever comes, without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array()), (file) => {
        assert.equal(verify(file).ok, false);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (payload) => {
        assert.equal(verify(bundle(payload)).ok, false);
      }),
    );
  });
});

describe('keys of bundles', () => {
  const pem = (key: KeyObject) => key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' });

  test('are read from PEM, and known by their digest', () => {
    const read = readBundleKey(String(pem(p256.key.key)));
    assert.ok(read.ok);
    assert.deepEqual([read.value.id, read.value.algorithm], [p256.key.id, 'ES256']);
  });

  for (const [what, text] of [
    ['a private key', String(pem(ed25519.privateKey))],
    ['text', 'no key'],
    ['a damaged key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'],
    ['RSA', String(pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey))],
    ['P-384', String(pem(generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey))],
  ] as const) {
    test(`refuse ${what}`, () => assert.equal(readBundleKey(text).ok, false));
  }
});
