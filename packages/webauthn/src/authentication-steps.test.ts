import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  type AuthenticationJSON,
  type AuthenticatorOptions,
  createAuthenticator,
  exampleCreationOptions,
  exampleRequestOptions,
  type Misbehaviour,
  type SigningAlgorithm,
  seededRandom,
  signingAlgorithms,
} from '@holdfast/emulator';
import { coseAlgorithm, coseKeyOf, fromBase64url, importSpki, toBase64url } from '@holdfast/encoding';
import { authenticationSteps } from './authentication-steps.ts';
import type { ExpectedAuthentication, StoredCredential, VerifiedRegistration } from './ceremony.ts';
import { peekAuthentication } from './decode-authentication.ts';
import { trustGroupAssertion, trustGroupKeyRefusals } from './testing/trust-group-ceremony.ts';
import { verifyAuthentication } from './verify-authentication.ts';
import { verifyRegistration } from './verify-registration.ts';

const origin = 'https://login.example';
const random = seededRandom('authentication');

type Ceremony = {
  readonly response: AuthenticationJSON;
  readonly expected: ExpectedAuthentication;
  readonly credential: StoredCredential;
};

function enrol(options: Partial<AuthenticatorOptions> = {}) {
  const algorithm: SigningAlgorithm = options.algorithm ?? 'ES256';
  const authenticator = createAuthenticator({ random, attestation: 'none', ...options });
  const creation = exampleCreationOptions(random, { offers: [algorithm] });
  const registered = verifyRegistration(authenticator.create(creation, { origin }), {
    challenge: creation.challenge,
    origins: [origin],
    rpId: 'login.example',
    requireUserVerification: false,
    supportedAlgs: creation.pubKeyCredParams.map(({ alg }) => alg),
  });
  assert.ok(registered.ok, JSON.stringify(registered));
  return { authenticator, registered: registered.value, userHandle: creation.user.id };
}

function stored(registered: VerifiedRegistration, userHandle: string): StoredCredential {
  const { credentialId, publicKeySpki, signCount, facts } = registered;
  return {
    id: credentialId,
    publicKey: publicKeySpki,
    algorithm: facts.algorithm,
    signCount,
    backupEligible: facts.backupEligible,
    userHandle,
    requireUserHandle: true,
  };
}

function ceremony(...misbehaviours: readonly Misbehaviour[]): Ceremony {
  const { authenticator, registered, userHandle } = enrol();
  const request = exampleRequestOptions(random);
  return {
    response: authenticator.get(request, { origin, misbehaviours }),
    expected: { challenge: request.challenge, origins: [origin], rpId: 'login.example', requireUserVerification: true },
    credential: stored(registered, userHandle),
  };
}

const responding = (good: Ceremony, members: object): unknown => ({
  ...good,
  response: { ...good.response, response: { ...good.response.response, ...members } },
});
const enveloped = (good: Ceremony, members: object): unknown => ({
  ...good,
  response: { ...good.response, ...members },
});
const expecting = (good: Ceremony, members: Partial<ExpectedAuthentication>): unknown => ({
  ...good,
  expected: { ...good.expected, ...members },
});
const storing = (good: Ceremony, members: Partial<StoredCredential>): unknown => ({
  ...good,
  credential: { ...good.credential, ...members },
});
const good = ceremony();
const viaAppid = ceremony('wrong-rp-id');
const shortData = toBase64url(new Uint8Array(36));

/** Each row breaks one thing in a conforming ceremony, so that a failure names one step. */
const refused: readonly (readonly [string, string, string, unknown])[] = [
  ['response', 'webauthn.response_malformed', 'nothing', { ...good, response: undefined }],
  ['response', 'webauthn.response_malformed', 'text', { ...good, response: 'x' }],
  ['response', 'webauthn.response_malformed', 'no signature', responding(good, { signature: undefined })],
  ['response', 'webauthn.response_malformed', 'no authenticator data', responding(good, { authenticatorData: 7 })],
  [
    'response',
    'webauthn.response_malformed',
    'a signature of a megabyte',
    responding(good, { signature: 'A'.repeat(1 << 20) }),
  ],
  [
    'response',
    'webauthn.response_malformed',
    'a user handle that is not base64url',
    responding(good, { userHandle: '!' }),
  ],
  [
    'response',
    'webauthn.response_malformed',
    'a user handle of 65 bytes',
    responding(good, { userHandle: 'A'.repeat(88) }),
  ],
  ['response', 'webauthn.response_malformed', 'a user handle that is a number', responding(good, { userHandle: 1 })],
  ['response', 'webauthn.credential_id_mismatch', 'two different ids', ceremony('mismatched-raw-id')],
  [
    'clientExtensionResults',
    'webauthn.response_malformed',
    'extension results that are a list',
    enveloped(good, { clientExtensionResults: [] }),
  ],
  [
    'allowCredentials',
    'webauthn.credential_not_allowed',
    'a credential that was not asked for',
    expecting(good, { allowCredentials: ['AAAA'] }),
  ],
  [
    'credentialOwner',
    'webauthn.credential_unexpected',
    'another credential than the stored one',
    ceremony('other-credential'),
  ],
  [
    'credentialOwner',
    'webauthn.user_handle_missing',
    'no user handle when nobody was named',
    ceremony('no-user-handle'),
  ],
  [
    'credentialOwner',
    'webauthn.user_handle_missing',
    'an empty user handle when nobody was named',
    responding(good, { userHandle: '' }),
  ],
  [
    'credentialOwner',
    'webauthn.user_handle_mismatch',
    'the user handle of somebody else',
    ceremony('other-user-handle'),
  ],
  [
    'credentialOwner',
    'webauthn.user_handle_mismatch',
    'the user handle of somebody else, although somebody was named',
    storing(ceremony('other-user-handle'), { requireUserHandle: false }),
  ],
  [
    'credentialOwner',
    'webauthn.user_handle_mismatch',
    'a user handle with nothing to compare to',
    {
      ...good,
      credential: {
        id: good.credential.id,
        publicKey: good.credential.publicKey,
        signCount: 0,
        requireUserHandle: true,
      },
    },
  ],
  [
    'assertion',
    'webauthn.authenticator_data_malformed',
    '36 bytes',
    responding(good, { authenticatorData: shortData }),
  ],
  ['assertion', 'webauthn.authenticator_data_malformed', 'bytes left over', ceremony('trailing-bytes')],
  ['clientDataText', 'webauthn.client_data_not_utf8', 'bytes that are not UTF-8', ceremony('client-data-not-utf8')],
  ['clientDataJson', 'webauthn.client_data_malformed', 'a member twice', ceremony('client-data-repeats-member')],
  ['type', 'webauthn.type_unexpected', 'a registration replayed as an assertion', ceremony('wrong-type')],
  ['challenge', 'webauthn.challenge_unexpected', 'a challenge from another session', ceremony('wrong-challenge')],
  ['origin', 'webauthn.origin_unexpected', 'our origin as a prefix', ceremony('wrong-origin')],
  ['crossOrigin', 'webauthn.cross_origin_unexpected', 'a frame of another origin', ceremony('cross-origin')],
  ['topOrigin', 'webauthn.top_origin_unexpected', 'an unknown embedding page', ceremony('foreign-top-origin')],
  ['rpIdHash', 'webauthn.rp_id_hash_unexpected', 'another RP ID', ceremony('wrong-rp-id')],
  [
    'rpIdHash',
    'webauthn.rp_id_hash_unexpected',
    'an AppID that the client did not report',
    expecting(ceremony('wrong-rp-id'), { appid: 'not.login.example' }),
  ],
  [
    'rpIdHash',
    'webauthn.rp_id_hash_unexpected',
    'an AppID that was not asked for',
    {
      ...viaAppid,
      response: { ...viaAppid.response, clientExtensionResults: { appid: true } },
    },
  ],
  ['userPresent', 'webauthn.user_presence_missing', 'nobody present', ceremony('no-user-presence')],
  [
    'userVerified',
    'webauthn.user_verification_missing',
    'presence without verification',
    ceremony('no-user-verification'),
  ],
  [
    'backupState',
    'webauthn.backup_state_impossible',
    'backed up without being eligible',
    ceremony('backup-state-without-eligibility'),
  ],
  [
    'backupEligibility',
    'webauthn.backup_eligibility_changed',
    'backup eligibility that has changed',
    ceremony('flips-backup-eligibility'),
  ],
  [
    'signature',
    'webauthn.stored_key_unusable',
    'a stored key that is not one',
    storing(good, { publicKey: new Uint8Array(8) }),
  ],
  [
    'signature',
    'webauthn.stored_key_unusable',
    'a stored key that is not base64url',
    storing(good, { publicKey: '!' }),
  ],
  ['signature', 'webauthn.signature_invalid', 'garbage', ceremony('garbage-signature')],
  ['signature', 'webauthn.signature_invalid', 'an empty signature', responding(good, { signature: '' })],
  ['signature', 'webauthn.signature_invalid', 'the signature of another key', ceremony('foreign-key')],
  ['signature', 'webauthn.signature_invalid', 'flags changed after signing', withFlags(good, 0x1d)],
];

/** Claims another backup state than was signed. */
function withFlags(from: Ceremony, flags: number): unknown {
  const decoded = fromBase64url(from.response.response.authenticatorData);
  const data = decoded.ok ? decoded.value.slice().fill(flags, 32, 33) : assert.fail();
  return {
    ...from,
    response: responded(from, { authenticatorData: toBase64url(data) }),
    credential: { ...from.credential, backupEligible: true },
  };
}
function responded(from: Ceremony, members: object) {
  return { ...from.response, response: { ...from.response.response, ...members } };
}

const accepted: readonly (readonly [string, unknown])[] = [
  ['a sign-in without a name', good],
  ['a sign-in by name', expecting(good, { allowCredentials: ['AAAA', good.credential.id] })],
  ['no user handle when somebody was named', storing(ceremony('no-user-handle'), { requireUserHandle: false })],
  [
    'no verification where none is required',
    expecting(ceremony('no-user-verification'), { requireUserVerification: false }),
  ],
  ['a counter that stands still, as a signal', ceremony('stale-counter')],
  [
    'an AppID that was asked for and reported',
    {
      ...viaAppid,
      expected: { ...viaAppid.expected, appid: 'not.login.example' },
      response: { ...viaAppid.response, clientExtensionResults: { appid: true } },
    },
  ],
  [
    'backup eligibility that nobody stored',
    { ...good, credential: { id: good.credential.id, publicKey: good.credential.publicKey, signCount: 0 } },
  ],
];

const refusedExtensions = trustGroupKeyRefusals.map(
  ([code, what, misbehaviour]) =>
    ['extensions', `webauthn.trust_group_key_${code}`, what, trustGroupAssertion([misbehaviour])] as const,
);

const run = (input: unknown) => {
  const { response, expected, credential } = input as Ceremony;
  return verifyAuthentication(response, expected, credential);
};

describe('WebAuthn L3 §7.2 verifying an authentication assertion', () => {
  for (const [what, input] of accepted) {
    test(`accepts ${what}`, () => {
      const result = run(input);
      assert.ok(result.ok, JSON.stringify(result));
    });
  }
  for (const [step, code, what, input] of [...refused, ...refusedExtensions]) {
    test(`${step}: refuses ${what}`, () => {
      const result = run(input);
      assert.deepEqual(result.ok ? 'accepted' : [result.error.step, result.error.code], [step, code]);
    });
  }

  test('every code of every step has a refusal above', () => {
    const told = new Set([...refused, ...refusedExtensions].map(([step, code]) => `${step} ${code}`));
    const listed = authenticationSteps.flatMap(({ id, codes }) => codes.map((code) => `${id} ${code}`));
    assert.deepEqual([...told].sort(), [...listed].sort());
  });

  test('every step that checks has a code, and the numbers are those of the text without a gap', () => {
    for (const step of authenticationSteps) assert.ok(step.by !== 'here' || step.codes.length > 0, step.id);
    const cited = authenticationSteps.map(({ cites }) => cites);
    assert.deepEqual(
      cited,
      cited.map((_, index) => `L3 §7.2 step ${index + 1}`),
    );
    assert.equal(new Set(authenticationSteps.map(({ id }) => id)).size, 25);
  });

  for (const algorithm of signingAlgorithms) {
    test(`${algorithm}: signs in with the key as COSE and as SubjectPublicKeyInfo`, () => {
      const { authenticator, registered, userHandle } = enrol({ algorithm });
      for (const publicKey of [
        registered.publicKeySpki,
        registered.publicKeyCose,
        toBase64url(registered.publicKeyCose),
      ]) {
        const request = exampleRequestOptions(random);
        const result = run({
          response: authenticator.get(request, { origin }),
          expected: {
            challenge: request.challenge,
            origins: [origin],
            rpId: 'login.example',
            requireUserVerification: true,
          },
          credential: { ...stored(registered, userHandle), publicKey },
        });
        assert.ok(result.ok, JSON.stringify(result));
      }
    });
  }

  test('signs in with the key that the caller kept, and with no other', () => {
    const { authenticator, registered, userHandle } = enrol({});
    const keys = [registered, enrol({}).registered].map(({ publicKeySpki }) => importSpki(publicKeySpki));
    const said = keys.map((key) => {
      assert.ok(key.ok);
      const request = exampleRequestOptions(random);
      const { challenge } = request;
      const result = run({
        response: authenticator.get(request, { origin }),
        expected: { challenge, origins: [origin], rpId: 'login.example', requireUserVerification: true },
        credential: { ...stored(registered, userHandle), publicKey: '!', importedKey: key.value },
      });
      return result.ok ? 'accepted' : `${result.error.step} ${result.error.code}`;
    });
    assert.deepEqual(said, ['accepted', 'signature webauthn.signature_invalid']);
  });

  test('reading ahead tells credential, challenge and user handle without proving them', () => {
    const peeked = peekAuthentication(ceremony('garbage-signature').response);
    assert.ok(peeked.ok);
    const ahead = peekAuthentication(good.response);
    assert.ok(ahead.ok);
    assert.deepEqual(ahead.value, {
      credentialId: good.credential.id,
      challenge: good.expected.challenge,
      origin,
      userHandle: good.credential.userHandle,
    });
  });
});

describe('signature counter (L3 §7.2 step 22)', () => {
  for (const [storedCount, signs, regressed] of [
    [0, 1, false],
    [0, 0, false],
    [5, 6, false],
    [5, 5, true],
    [6, 5, true],
    [5, 0, true],
  ] as const) {
    test(`stored ${storedCount}, received ${signs}: ${regressed ? 'a signal' : 'nothing to say'}`, () => {
      const { authenticator, registered, userHandle } = enrol({ counter: signs === 0 ? 'zero' : 'grows' });
      for (let count = 1; count < signs; count += 1) authenticator.get(exampleRequestOptions(random), { origin });
      const request = exampleRequestOptions(random);
      const result = run({
        response: authenticator.get(request, { origin }),
        expected: {
          challenge: request.challenge,
          origins: [origin],
          rpId: 'login.example',
          requireUserVerification: true,
        },
        credential: { ...stored(registered, userHandle), signCount: storedCount },
      });
      assert.ok(result.ok);
      assert.equal(result.value.signCount, signs);
      assert.equal(result.value.counterRegressed, regressed);
    });
  }
});

describe('ECDSA signatures whose numbers are short', () => {
  /** DER of a signature: SEQUENCE, INTEGER r, INTEGER s; a number has 32 or 33 bytes unless it is short. */
  const lengths = (signature: Uint8Array) => {
    const rBytes = signature[3] ?? 0;
    return { r: rBytes, s: signature[5 + rBytes] ?? 0 };
  };

  for (const which of ['r', 's'] as const) {
    test(`a short ${which} is valid`, () => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const hash = (bytes: Uint8Array | string) => new Uint8Array(createHash('sha256').update(bytes).digest());
      const clientData = JSON.stringify({ type: 'webauthn.get', challenge: 'AAAA', origin });
      const authData = Uint8Array.of(...hash('login.example'), 0x05, 0, 0, 0, 1);
      const signed = Uint8Array.of(...authData, ...hash(clientData));
      let signature = new Uint8Array(sign('sha256', signed, privateKey));
      // About one signature in 128 has a number of 31 bytes or fewer: a leading zero byte and no sign bit to keep.
      while (lengths(signature)[which] >= 32) signature = new Uint8Array(sign('sha256', signed, privateKey));
      const algorithm = coseAlgorithm(-7) ?? assert.fail();
      const result = verifyAuthentication(
        {
          id: 'AAAA',
          rawId: 'AAAA',
          type: 'public-key',
          response: {
            clientDataJSON: Buffer.from(clientData).toString('base64url'),
            authenticatorData: toBase64url(authData),
            signature: toBase64url(signature),
          },
        },
        { challenge: 'AAAA', origins: [origin], rpId: 'login.example', requireUserVerification: true },
        {
          id: 'AAAA',
          signCount: 0,
          publicKey: coseKeyOf(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })), algorithm),
        },
      );
      assert.ok(result.ok, JSON.stringify(result));
    });
  }
});
