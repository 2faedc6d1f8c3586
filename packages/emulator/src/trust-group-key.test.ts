import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeCbor, fromBase64url, importCoseKey } from '@holdfast/encoding';
import { type Authenticator, type AuthenticatorOptions, createAuthenticator } from './authenticator.ts';
import { exampleCreationOptions, exampleRequestOptions } from './example-options.ts';
import { seededRandom } from './random.ts';

const origin = 'https://login.example';
const asked = { extensions: { cmtgKey: true } };
const EXTENSIONS_INCLUDED = 0x80;

function made(options: Partial<AuthenticatorOptions> = {}) {
  const random = seededRandom('trust group');
  const authenticator = createAuthenticator({
    random,
    attestation: 'none',
    trustGroup: 'home',
    backupEligible: true,
    ...options,
  });
  authenticator.create(exampleCreationOptions(random), { origin });
  return { authenticator, random };
}

/** Flags and extensions of the authenticator data, and what the client adds. */
function show({ authenticator, random }: ReturnType<typeof made>, more: object = asked) {
  const { response, clientExtensionResults } = authenticator.get(
    { ...exampleRequestOptions(random), ...more },
    { origin },
  );
  const bytes = fromBase64url(response.authenticatorData);
  const authData = bytes.ok ? bytes.value : assert.fail();
  const extensions = decodeCbor(authData.subarray(37));
  return {
    isAnnounced: ((authData[32] ?? 0) & EXTENSIONS_INCLUDED) !== 0,
    extensions: extensions.ok && extensions.value instanceof Map ? extensions.value : null,
    output: clientExtensionResults['cmtgKey'] as { readonly cmtgKey: string; readonly signature: string } | undefined,
  };
}

describe('a manager that tells groups of devices apart', () => {
  test('answers with its key, beside its copy in the authenticator data', () => {
    const { isAnnounced, extensions, output } = show(made());
    assert.equal(isAnnounced, true);
    assert.deepEqual(Object.keys(output ?? {}), ['cmtgKey', 'signature']);
    const key = fromBase64url(output?.cmtgKey ?? '');
    assert.deepEqual(extensions, new Map([['cmtgKey', key.ok ? key.value : null]]));
  });

  for (const [what, manager, more] of [
    ['nobody asks', made(), {}],
    ['false is asked', made(), { extensions: { cmtgKey: false } }],
    ['the passkey cannot leave its device', made({ backupEligible: false }), asked],
    ['it does not know the extension', made({ trustGroup: null }), asked],
  ] as const) {
    test(`says nothing where ${what}`, () => {
      assert.deepEqual(show(manager, more), { isAnnounced: false, extensions: null, output: undefined });
    });
  }

  test('cannot borrow a key where there is none', () => {
    const { authenticator, random } = made();
    const misbehaviours = ['trust-group-key-of-another-credential'] as const;
    const get = (each: Authenticator) =>
      each.get({ ...exampleRequestOptions(random), ...asked }, { origin, misbehaviours });
    assert.throws(() => get(authenticator), /no other credential/);
  });

  test('borrows the key of the credential that has one', () => {
    const { authenticator, random } = made();
    const output = (misbehaviours: readonly 'trust-group-key-of-another-credential'[]) => {
      const request = { ...exampleRequestOptions(random), ...asked };
      const { clientExtensionResults } = authenticator.get(request, { origin, misbehaviours });
      return (clientExtensionResults['cmtgKey'] as { readonly cmtgKey: string }).cmtgKey;
    };
    const first = output([]);
    authenticator.create(exampleCreationOptions(random), { origin });
    assert.equal(output(['trust-group-key-of-another-credential']), first);
    assert.notEqual(output([]), first);
  });

  for (const algorithm of ['ES256', 'ES384'] as const) {
    test(`has a key of ${algorithm} as its passkey has, unless it is told otherwise`, () => {
      const random = seededRandom('other algorithm');
      const options = { random, attestation: 'none', trustGroup: 'home', backupEligible: true, algorithm } as const;
      const create = (misbehaviours: readonly 'trust-group-key-other-algorithm'[]) => {
        const creation = { ...exampleCreationOptions(random, { offers: [algorithm] }), ...asked };
        const made = createAuthenticator(options).create(creation, { origin, misbehaviours });
        const { cmtgKey } = made.clientExtensionResults['cmtgKey'] as { readonly cmtgKey: string };
        const bytes = fromBase64url(cmtgKey);
        const key = bytes.ok ? importCoseKey(bytes.value) : assert.fail();
        return key.ok ? key.value.algorithm.name : assert.fail();
      };
      assert.equal(create([]), algorithm);
      assert.notEqual(create(['trust-group-key-other-algorithm']), algorithm);
    });
  }
});
