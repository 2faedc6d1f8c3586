import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import {
  createAuthenticator,
  exampleCreationOptions,
  type SigningAlgorithm,
  seededRandom,
  type TrustGroupKeyMisbehaviour,
  trustGroupKeyMisbehaviours,
} from '@holdfast/emulator';
import { fromBase64url, toBase64url } from '@holdfast/encoding';
import fc from 'fast-check';
import { trustGroupAssertion, trustGroupKeyRefusals, trustGroupRegistration } from './testing/trust-group-ceremony.ts';
import { verifyAuthentication } from './verify-authentication.ts';
import { verifyRegistration } from './verify-registration.ts';

type Registration = ReturnType<typeof trustGroupRegistration>;
type Assertion = ReturnType<typeof trustGroupAssertion>;

const register = ({ response, expected }: Registration) => verifyRegistration(response, expected);
const signIn = ({ response, expected, credential }: Assertion) => verifyAuthentication(response, expected, credential);

/** What the ceremony says of the group, or the code that it was refused with. */
function said(result: ReturnType<typeof register> | ReturnType<typeof signIn>): string {
  return result.ok ? result.value.trustGroupKey.state : result.error.code;
}
const keyIn = (results: Readonly<Record<string, unknown>>) =>
  (results['cmtgKey'] as { readonly cmtgKey: string }).cmtgKey;
function given<C extends Registration | Assertion>(good: C, cmtgKey: unknown): C {
  return { ...good, response: { ...good.response, clientExtensionResults: { cmtgKey } } };
}

const stated: Partial<Record<TrustGroupKeyMisbehaviour, string>> = {
  'trust-group-key-without-signature': 'absent',
  'trust-group-key-with-unknown-members': 'verified',
  ...Object.fromEntries(trustGroupKeyRefusals.map(([code, , name]) => [name, `webauthn.trust_group_key_${code}`])),
};
/** Needs a second credential; noticed by whoever remembers keys. */
const alone = trustGroupKeyMisbehaviours.filter((name) => name !== 'trust-group-key-of-another-credential');

describe('cmtgKey: the credential manager trust group key (w3c/webauthn pull request 2377)', () => {
  const algorithms: readonly SigningAlgorithm[] = ['ES256', 'ES384', 'EdDSA', 'RS256', 'ML-DSA-44'];
  for (const algorithm of algorithms) {
    test(`${algorithm}: holds in both ceremonies and is given as it came`, () => {
      const made = trustGroupRegistration([], { algorithm });
      const created = register(made);
      assert.ok(created.ok, JSON.stringify(created));
      assert.deepEqual(created.value.trustGroupKey, {
        state: 'verified',
        publicKey: bytesOf(made),
      });
      const asserted = trustGroupAssertion([], { algorithm });
      const got = signIn(asserted);
      assert.ok(got.ok, JSON.stringify(got));
      assert.deepEqual(got.value.trustGroupKey, asserted.registered.trustGroupKey, 'the key of the same device');
    });
  }

  for (const name of alone) {
    test(`${name}: ${stated[name]}, in both ceremonies`, () => {
      assert.equal(said(register(trustGroupRegistration([name]))), stated[name]);
      assert.equal(said(signIn(trustGroupAssertion([name]))), stated[name]);
    });
  }

  test('every misbehaviour has its outcome above', () => {
    assert.deepEqual(Object.keys(stated).sort(), [...alone].sort());
  });

  test('what refuses is noticed at the step of the extensions, after everything else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...trustGroupKeyRefusals), ([code, , name]) => {
        const result = signIn(trustGroupAssertion([name]));
        assert.deepEqual(result.ok ? null : [result.error.step, result.error.code], [
          'extensions',
          `webauthn.trust_group_key_${code}`,
        ]);
        const both = signIn(trustGroupAssertion([name, 'garbage-signature']));
        assert.equal(both.ok ? null : both.error.step, 'signature');
      }),
      { numRuns: 22 },
    );
  });

  test('a manager that gives none is not refused', () => {
    assert.equal(said(register(trustGroupRegistration([], { trustGroup: null }))), 'absent');
    assert.equal(said(signIn(trustGroupAssertion([], { trustGroup: null }))), 'absent');
  });

  test('an output that nobody asked for is ignored, even one that does not hold', () => {
    const made = trustGroupRegistration(['trust-group-key-garbage']);
    const { trustGroupKeyAsked: _, ...unasked } = made.expected;
    assert.equal(said(verifyRegistration(made.response, unasked)), 'absent');
    const asserted = trustGroupAssertion(['trust-group-key-foreign-signature']);
    assert.equal(
      said(signIn({ ...asserted, expected: { ...asserted.expected, trustGroupKeyAsked: false } })),
      'absent',
    );
  });

  for (const output of [null, undefined, true, 7, 'AAAA', [], {}, { signature: 'AAAA' }, { cmtgKey: 'AAAA' }]) {
    test(`${JSON.stringify(output)} has not both members: inconclusive`, () => {
      assert.equal(said(signIn(given(trustGroupAssertion(), output))), 'absent');
    });
  }

  test('members that are only inherited do not count', () => {
    const good = trustGroupAssertion();
    const inherited = Object.create({ ...(good.response.clientExtensionResults['cmtgKey'] as object) });
    assert.equal(said(signIn(given(good, inherited))), 'absent');
  });

  for (const [what, members] of [
    ['a key that is a number', { cmtgKey: 7 }],
    ['a key that is bytes', { cmtgKey: [1, 2, 3] }],
    ['a key of 4097 bytes', { cmtgKey: toBase64url(new Uint8Array(4097)) }],
    ['an empty key', { cmtgKey: '' }],
    ['a signature that is a number', { signature: 7 }],
    ['a signature of 8193 bytes', { signature: toBase64url(new Uint8Array(8193)) }],
  ] as const) {
    test(`refuses ${what}`, () => {
      const good = trustGroupAssertion();
      const output = { ...(good.response.clientExtensionResults['cmtgKey'] as object), ...members };
      // An empty key can be read; it is not the one that is signed.
      const expected = what === 'an empty key' ? 'mismatch' : 'malformed';
      assert.equal(said(signIn(given(good, output))), `webauthn.trust_group_key_${expected}`);
    });
  }

  test('what Chromium makes holds, and another device of the same passkey has another key', () => {
    const file = new URL('../../../vectors/trust-group-key/chromium-156.json', import.meta.url);
    const { created, same, other } = JSON.parse(readFileSync(file, 'utf8'));
    const common = {
      origins: ['http://localhost'],
      rpId: 'localhost',
      requireUserVerification: true,
      trustGroupKeyAsked: true,
    };
    const registered = verifyRegistration(created, { ...common, challenge: 'Q3JlYXRlZCBieSBDaHJvbWl1bQ' });
    assert.ok(registered.ok, JSON.stringify(registered));
    const credential = {
      id: created.id,
      publicKey: registered.value.publicKeyCose,
      signCount: 1,
      backupEligible: true,
    };
    const [here, elsewhere] = [same, other].map((response) => {
      const result = verifyAuthentication(
        response,
        { ...common, challenge: 'QXNzZXJ0ZWQgYnkgQ2hyb21pdW0' },
        credential,
      );
      assert.ok(result.ok, JSON.stringify(result));
      return result.value.trustGroupKey;
    });
    assert.deepEqual(here, registered.value.trustGroupKey);
    assert.equal(elsewhere?.state, 'verified');
    assert.notDeepEqual(elsewhere, here);
  });

  test('devices of one group show one key, another group another, and each credential has its own', () => {
    const random = seededRandom('groups');
    const device = createAuthenticator({
      random,
      attestation: 'none',
      trustGroup: 'home',
      backupEligible: true,
      backedUp: true,
    });
    const options = exampleCreationOptions(random);
    const origin = 'https://login.example';
    const show = () =>
      keyIn(
        device.get({ challenge: 'AAAA', rpId: 'login.example', extensions: { cmtgKey: true } }, { origin })
          .clientExtensionResults,
      );
    const created = device.create({ ...options, extensions: { cmtgKey: true } }, { origin });
    const home = keyIn(created.clientExtensionResults);
    assert.equal(show(), home);
    device.moveToTrustGroup('office');
    const office = show();
    assert.notEqual(office, home);
    device.moveToTrustGroup('home');
    assert.equal(show(), home);
    device.create({ ...exampleCreationOptions(random), extensions: { cmtgKey: true } }, { origin });
    assert.notEqual(show(), home);
  });
});

function bytesOf({ response }: Registration): Uint8Array {
  const bytes = fromBase64url(keyIn(response.clientExtensionResults));
  return bytes.ok ? bytes.value : assert.fail();
}
