import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { createAuthenticator, exampleCreationOptions, seededRandom } from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { inspectCase } from './inspect-case.ts';

const now = instant(Date.UTC(2026, 10, 20));
type Json = Readonly<Record<string, unknown>>;
const vector = (name: string): Json & { expected: Json; response: Json } =>
  JSON.parse(readFileSync(new URL(`../../../../../vectors/inspect/${name}.json`, import.meta.url), 'utf8'));
const accepted = vector('accepted-registration');
const signIn = vector('refused-authentication');
const judge = (input: unknown) => inspectCase(input, { now });
const withExpected = (given: typeof accepted, changes: Json) => ({
  ...given,
  expected: { ...given.expected, ...changes },
});

describe('a verdict', () => {
  test('of a registration has attestation and facts', () => {
    const verdict = judge(accepted);
    assert.deepEqual(Object.keys(verdict), ['id', 'verdict', 'attestation', 'facts']);
    assert.equal(verdict.verdict, 'accept');
    assert.deepEqual(verdict.attestation, {
      format: 'packed',
      type: 'certified',
      trusted: true,
      reasons: ['The chain ends in "O=Example Keys, CN=Example Keys Attestation Root", which is a trust anchor.'],
    });
    assert.equal(verdict.facts?.['format'], 'packed');
  });

  test('of a refused ceremony has code, step and a sentence with the values that decided', () => {
    const verdict = judge(vector('refused-registration'));
    assert.deepEqual([verdict.verdict, verdict.code, verdict.step], ['reject', 'webauthn.origin_unexpected', 'origin']);
    assert.match(
      verdict.message ?? '',
      /received: https:\/\/login\.example\.evil\.test; expected: https:\/\/login\.example/,
    );
    assert.deepEqual(Object.keys(verdict), ['id', 'verdict', 'code', 'step', 'message']);
  });

  test('of a sign-in needs the stored credential, and says what the counter did', () => {
    const given = withExpected(signIn, { requireUserVerification: false });
    const verdict = judge(given);
    assert.deepEqual(verdict.facts, {
      signCount: 1,
      userVerified: false,
      backupEligible: false,
      backedUp: false,
      counterRegressed: false,
    });
    assert.equal(judge({ ...given, credential: undefined }).code, 'inspect.case_malformed');
    const stored = signIn['credential'] as Json;
    assert.equal(judge({ ...given, credential: { ...stored, signCount: 9 } }).facts?.['counterRegressed'], true);
    assert.equal(judge({ ...given, credential: { ...stored, backupEligible: true } }).step, 'backupEligibility');
    assert.equal(judge({ ...given, credential: { ...stored, userHandle: 'AAAA' } }).step, 'credentialOwner');
  });

  test('tells the trust group key where the case says that it was asked for', () => {
    const random = seededRandom('inspect a trust group key');
    const manager = { random, attestation: 'none', backupEligible: true, trustGroup: 'home' } as const;
    const options = { ...exampleCreationOptions(random), extensions: { cmtgKey: true } };
    const origin = 'https://login.example';
    const caseOf = (
      trustGroupKeyAsked: unknown,
      misbehaviours: readonly 'trust-group-key-garbage-signature'[] = [],
    ) => ({
      ceremony: 'registration',
      response: createAuthenticator(manager).create(options, { origin, misbehaviours }),
      expected: {
        challenge: options.challenge,
        origins: [origin],
        rpId: 'login.example',
        requireUserVerification: true,
        trustGroupKeyAsked,
      },
    });
    assert.match(String(judge(caseOf(true)).facts?.['trustGroupKey']), /^[\w-]{100,}$/);
    assert.equal(judge(caseOf(false)).facts?.['trustGroupKey'], undefined);
    const refused = judge(caseOf(true, ['trust-group-key-garbage-signature']));
    assert.deepEqual([refused.step, refused.code], ['extensions', 'webauthn.trust_group_key_signature_invalid']);
    assert.equal(judge(caseOf('yes')).code, 'inspect.case_malformed');
  });

  test('is of the time that the case names, else of now', () => {
    const { at: _, ...timeless } = accepted;
    assert.equal(judge(timeless).attestation?.trusted, true);
    const late = inspectCase(timeless, { now: instant(Date.UTC(2090, 0, 1)) });
    assert.deepEqual([late.verdict, late.attestation?.trusted], ['accept', false]);
    assert.match(late.attestation?.reasons.join() ?? '', /was valid until/);
  });

  test('trusts anchors as PEM and as base64, and leaves out what is no certificate', () => {
    const [pem = ''] = accepted['trustAnchors'] as string[];
    const base64 = pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    assert.equal(judge({ ...accepted, trustAnchors: [base64] }).attestation?.trusted, true);
    assert.equal(judge({ ...accepted, trustAnchors: ['AAAA', pem] }).attestation?.trusted, true);
    const none = judge({ ...accepted, trustAnchors: ['AAAA'] });
    assert.deepEqual([none.verdict, none.attestation?.trusted], ['accept', false]);
    assert.match(none.attestation?.reasons[0] ?? '', /^Trust anchor 1 cannot be read/);
  });

  test('takes null for "not given"', () => {
    const nothing = { supportedAlgs: null, topOrigins: null, mediation: null, appid: null, allowSha1Attestation: null };
    assert.equal(judge(withExpected(accepted, nothing)).verdict, 'accept');
    assert.equal(judge({ ...accepted, trustAnchors: null }).attestation?.trusted, false);
  });

  test('refuses an algorithm that was not offered', () => {
    assert.equal(judge(withExpected(accepted, { supportedAlgs: [-257] })).code, 'webauthn.algorithm_not_offered');
  });
});

describe('a malformed case', () => {
  const malformed: readonly (readonly [what: string, input: unknown, path: string])[] = [
    ['no object', 7, ''],
    ['a list', [accepted], ''],
    ['an unknown member of expected', withExpected(accepted, { chalenge: 'x' }), 'expected.chalenge'],
    ['a member named constructor', withExpected(accepted, { ['constructor']: 'x' }), 'expected.constructor'],
    ['another prototype', JSON.parse('{"response":{},"expected":{"__proto__":{"rpId":"x"}}}'), 'expected.__proto__'],
    ['no challenge', withExpected(accepted, { challenge: undefined }), 'expected.challenge'],
    ['origins that are a text', withExpected(accepted, { origins: 'https://login.example' }), 'expected.origins'],
    ['an origin that is no text', withExpected(accepted, { origins: [1] }), 'expected.origins'],
    [
      'a condition in words',
      withExpected(accepted, { requireUserVerification: 'no' }),
      'expected.requireUserVerification',
    ],
    ['algorithms in words', withExpected(accepted, { supportedAlgs: ['ES256'] }), 'expected.supportedAlgs'],
    ['an unknown mediation', withExpected(accepted, { mediation: 'maybe' }), 'expected.mediation'],
    ['no response', { ...accepted, response: undefined }, 'response'],
    ['an unknown ceremony', { ...accepted, ceremony: 'login' }, 'ceremony'],
    ['anchors that are no list', { ...accepted, trustAnchors: 'x' }, 'trustAnchors'],
    ['a time in words', { ...accepted, at: 'yesterday' }, 'at'],
    [
      'a counter below zero',
      { ...signIn, credential: { ...(signIn['credential'] as Json), signCount: -1 } },
      'credential.signCount',
    ],
    [
      'an unknown member of credential',
      { ...signIn, credential: { ...(signIn['credential'] as Json), counter: 1 } },
      'credential.counter',
    ],
  ];
  for (const [what, input, path] of malformed) {
    test(`with ${what} is not judged, and says which member is wrong`, () => {
      const verdict = judge(input);
      assert.deepEqual([verdict.verdict, verdict.code], ['reject', 'inspect.case_malformed']);
      assert.ok(
        verdict.problems?.some((problem) => problem.path === path),
        JSON.stringify(verdict.problems),
      );
    });
  }

  test('says everything at once, and keeps its id', () => {
    const verdict = judge({ id: 'mine', ceremony: 'registration', expected: { origins: 7, rpid: 'x' } });
    assert.equal(verdict.id, 'mine');
    const paths = verdict.problems?.map(({ path }) => path);
    assert.deepEqual(paths, ['response', 'expected.rpid', 'expected.origins']);
  });
});

describe('whatever is given', () => {
  test('never throws on any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        assert.ok(['accept', 'reject'].includes(judge(input).verdict));
      }),
    );
  });

  test('never throws on a case of which any member is replaced by any JSON', () => {
    const members = ['id', 'ceremony', 'response', 'expected', 'trustAnchors', 'at', 'credential'];
    const inner = [
      'challenge',
      'origins',
      'rpId',
      'supportedAlgs',
      'clientDataJSON',
      'attestationObject',
      'id',
      'publicKey',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(accepted, signIn),
        fc.constantFrom(...members),
        fc.option(fc.constantFrom(...inner)),
        fc.jsonValue(),
        (given, member, below, value) => {
          const whole: unknown = given[member];
          const isBelow = below !== null && typeof whole === 'object' && whole !== null;
          const damaged = { ...given, [member]: isBelow ? { ...whole, [below]: value } : value };
          assert.ok(['accept', 'reject'].includes(judge(damaged).verdict));
        },
      ),
    );
  });
});
