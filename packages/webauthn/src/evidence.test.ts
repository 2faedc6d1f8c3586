import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { createAuthenticator, exampleCreationOptions, seededRandom } from '@holdfast/emulator';
import { coseAlgorithm, toBase64url } from '@holdfast/encoding';
import { peekAuthentication } from './decode-authentication.ts';
import { decodeRegistration, peekRegistration } from './decode-registration.ts';
import { webauthnErrors } from './errors.ts';
import { signatureIsValid } from './signature.ts';
import {
  base64url,
  type Ceremony,
  ceremony,
  enveloped,
  expecting,
  origin,
  responding,
  run,
  withMembers,
} from './testing/registration-ceremony.ts';
import { judged, plainClientData } from './testing/signed-assertion.ts';

const none = ceremony('none');
const stepOf = (result: { readonly ok: boolean; readonly error?: { readonly step?: string } }) =>
  result.ok ? 'read' : result.error?.step;

describe('reading ahead', () => {
  test('tells id, challenge and origin of a registration', () => {
    assert.deepEqual(peekRegistration(none.response), {
      ok: true,
      value: { credentialId: none.response.id, challenge: none.expected.challenge, origin },
    });
  });

  for (const [step, input] of [
    ['response', null],
    ['response', { ...none.response, id: 7 }],
    ['clientDataJson', (responding(none, { clientDataJSON: base64url('{}') }) as Ceremony).response],
    ['clientDataText', (responding(none, { clientDataJSON: toBase64url(Uint8Array.of(0xff)) }) as Ceremony).response],
  ] as const) {
    test(`refuses at ${step}`, () => {
      assert.equal(stepOf(peekRegistration(input)), step);
      assert.equal(stepOf(peekAuthentication(input)), step);
    });
  }

  test('refuses a user handle that cannot be read', () => {
    const response = { clientDataJSON: base64url(plainClientData), userHandle: '!' };
    const result = peekAuthentication({ id: 'AAAA', rawId: 'AAAA', type: 'public-key', response });
    assert.deepEqual(result.ok ? 'read' : result.error.detail, { member: 'response.userHandle' });
  });
});

describe('evidence that steps ask for', () => {
  const evidenceOf = (input: unknown) => {
    const { response, expected } = input as Ceremony;
    const decoded = decodeRegistration(response, expected);
    return decoded.ok ? decoded.value : assert.fail(JSON.stringify(decoded));
  };
  const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }) => result.error?.code;

  test('a statement about a key that is none is refused for the key', () => {
    const { attestation } = evidenceOf(ceremony('packed-self', 'key-off-curve'));
    assert.equal(codeOf(attestation()), 'webauthn.credential_key_invalid');
  });

  test('a statement of an unknown format is refused for the format', () => {
    const { attestation } = evidenceOf(ceremony('packed-self', 'unsupported-format'));
    assert.equal(codeOf(attestation()), 'webauthn.attestation_format_unknown');
  });

  test('is worked out once', () => {
    const { credentialKey, format, attestation } = evidenceOf(ceremony('packed-self'));
    assert.equal(credentialKey(), credentialKey());
    assert.equal(format(), format());
    assert.equal(attestation(), attestation());
  });

  const reasonOf = (input: unknown) => {
    const result = run(input);
    return result.ok ? 'accepted' : result.error.detail?.['reason'];
  };
  for (const [reason, input] of [
    ['encoding.cbor_malformed', responding(none, { attestationObject: '' })],
    ['not a map', responding(none, { attestationObject: 'AA' })],
    ['2 members', responding(none, { attestationObject: toBase64url(Uint8Array.of(0xa2, 1, 1, 2, 2)) })],
    ['fmt', responding(none, { attestationObject: toBase64url(Uint8Array.of(0xa3, 1, 1, 2, 2, 3, 3)) })],
    ['fmt', withMembers(none, ['fmt', null])],
    [
      'attStmt',
      responding(none, {
        attestationObject: toBase64url(Uint8Array.of(0xa3, 0x63, 0x66, 0x6d, 0x74, 0x60, 1, 1, 2, 2)),
      }),
    ],
  ] as const) {
    test(`an attestation object without its members: ${reason}`, () => assert.equal(reasonOf(input), reason));
  }
});

describe('what the client claims', () => {
  const claimedOf = (input: unknown) => {
    const result = run(input);
    return result.ok ? result.value.facts.claimed : assert.fail(JSON.stringify(result));
  };

  for (const [said, kept] of [
    ['platform', 'platform'],
    ['cross-platform', 'cross-platform'],
    ['telepathic', null],
    ['', null],
    [null, null],
    [undefined, null],
  ] as const) {
    test(`attachment ${said}: ${kept}`, () => {
      assert.equal(claimedOf(enveloped(none, { authenticatorAttachment: said })).attachment, kept);
    });
  }

  for (const [outputs, kept] of [
    [{ credProps: { rk: true } }, true],
    [{ credProps: { rk: false } }, false],
    [{ credProps: { rk: 'true' } }, null],
    [{ credProps: { rk: 1 } }, null],
    [{ credProps: {} }, null],
    [{ credProps: true }, null],
    [{ credProps: [true] }, null],
    [{}, null],
  ] as const) {
    test(`${JSON.stringify(outputs)}: resident key ${kept}`, () => {
      assert.equal(claimedOf(enveloped(none, { clientExtensionResults: outputs })).residentKey, kept);
    });
  }

  test('transports are sorted and each stands there once, known or not', () => {
    const transports = ['usb', 'nfc', 'usb', 'telepathy'];
    assert.deepEqual(claimedOf(responding(none, { transports })).transports, ['nfc', 'telepathy', 'usb']);
  });
});

describe('comparisons', () => {
  test('a challenge that differs in any one character is another', () => {
    const { challenge } = none.expected;
    for (let at = 0; at < challenge.length; at += 1) {
      const other = `${challenge.slice(0, at)}${challenge[at] === 'A' ? 'B' : 'A'}${challenge.slice(at + 1)}`;
      assert.equal(stepOf(run(expecting(none, { challenge: other }))), 'challenge', `character ${at}`);
    }
    for (const other of [`${challenge}A`, challenge.slice(0, -1), challenge.toUpperCase()]) {
      assert.equal(stepOf(run(expecting(none, { challenge: other }))), 'challenge');
    }
  });

  test('a user handle that differs in any one character is of somebody else', () => {
    for (const stored of ['AAAAAAAA', 'BAAAAAAA', 'ABAAAAAA', 'AAAAAAAB']) {
      const result = judged({ response: { userHandle: 'AAAAAAAA' }, credential: { userHandle: stored } });
      assert.equal(result.ok, stored === 'AAAAAAAA', stored);
    }
  });

  test('an AppID counts where it was asked for and reported, and nowhere else', () => {
    const appid = 'https://login.example/u2f.json';
    const verdict = (asked: boolean, reported: boolean, rpId: string) => {
      const results = reported ? { clientExtensionResults: { appid: true } } : {};
      const result = judged({ rpId, expected: asked ? { appid } : {}, envelope: results });
      return result.ok ? 'accepted' : result.error.step;
    };
    assert.equal(verdict(true, true, appid), 'accepted');
    assert.equal(verdict(true, false, appid), 'rpIdHash');
    assert.equal(verdict(false, true, appid), 'rpIdHash');
    assert.equal(verdict(true, true, 'login.example'), 'accepted');
    assert.equal(verdict(true, true, 'other.example'), 'rpIdHash');
  });

  test('without a list, what would have to be listed is refused by name', () => {
    const random = seededRandom('unlisted');
    const options = exampleCreationOptions(random, { offers: ['ES256K'] });
    const authenticator = createAuthenticator({ random, attestation: 'none', algorithm: 'ES256K' });
    const { supportedAlgs: _, ...expected } = { ...none.expected, challenge: options.challenge };
    const result = run({ response: authenticator.create(options, { origin }), expected });
    assert.deepEqual(result.ok ? 'accepted' : result.error.detail, { received: -47, expected: ['default'] });
  });
});

describe('signatures that the library throws at', () => {
  test('a key that is restricted to another hash: no signature, no exception', () => {
    const { publicKey } = generateKeyPairSync('rsa-pss', {
      modulusLength: 2048,
      hashAlgorithm: 'sha512',
    });
    const ps256 = coseAlgorithm(-37) ?? assert.fail();
    assert.equal(signatureIsValid(ps256, publicKey, new Uint8Array(8), new Uint8Array(256)), false);
  });
});

describe('the catalogue', () => {
  test('answers every refusal with 400: nothing of it is about rights or about us', () => {
    for (const [code, { status }] of Object.entries(webauthnErrors)) assert.equal(status, 400, code);
  });
});
