import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../api/client.ts';
import { CeremonyUnavailable, explainCeremonyError, type Situation } from './explain-ceremony-error.ts';

const situations: readonly Situation[] = ['sign_in', 'create', 'confirm'];
/** Every name that the Web Authentication and Credential Management texts and today's browsers throw with. */
const names = [
  'NotAllowedError',
  'TimeoutError',
  'InvalidStateError',
  'NotSupportedError',
  'ConstraintError',
  'SecurityError',
  'OperationError',
  'UnknownError',
  'NotReadableError',
  'DataError',
  'EncodingError',
  'TypeError',
  'SomethingNobodyHasSeen',
];

describe('explaining how a ceremony ended', () => {
  for (const situation of situations) {
    for (const name of names) {
      test(`${situation}: ${name} becomes a title, what happened and what to do, and never its bare name`, () => {
        const { title, what, next } = explainCeremonyError(situation, new DOMException('internal words', name));
        for (const text of [title, what, next]) {
          assert.ok(text !== undefined && text.length > 10);
          assert.doesNotMatch(text, /Error|internal words|SomethingNobody|!/);
        }
      });
    }
  }

  test('a closed dialog is no fault; an abort by the page says nothing', () => {
    assert.equal(explainCeremonyError('sign_in', new DOMException('', 'NotAllowedError')).tone, 'quiet');
    assert.equal(explainCeremonyError('sign_in', new DOMException('', 'AbortError')).tone, 'nothing');
  });

  test('the same exception means different things when creating and when signing in', () => {
    const state = new DOMException('', 'InvalidStateError');
    assert.match(explainCeremonyError('create', state).what, /already holds a passkey/);
    assert.doesNotMatch(explainCeremonyError('sign_in', state).what, /already/);
  });

  test('what could not start says why', () => {
    assert.match(explainCeremonyError('create', new CeremonyUnavailable('unsupported')).next ?? '', /current version/);
    assert.match(explainCeremonyError('create', new CeremonyUnavailable('insecure')).next ?? '', /https/);
  });

  test('what is not an error at all is still answered', () => {
    for (const odd of [undefined, null, 'text', {}]) assert.equal(explainCeremonyError('create', odd).tone, 'bad');
  });
});

describe('explaining what the server refused', () => {
  const refused = (status: number, error = 'passkey_not_allowed') =>
    new ApiError(status, { error, message: 'Your role needs a security key.', requestId: 'r-7' });

  test('a refused passkey: the server’s sentence, its reference, and that nothing was saved', () => {
    const explained = explainCeremonyError('create', refused(422));
    assert.equal(explained.what, 'Your role needs a security key.');
    assert.equal(explained.requestId, 'r-7');
    assert.match(explained.next ?? '', /Nothing was saved/);
  });

  test('where another passkey would not help, none is asked for', () => {
    for (const name of ['passkey_maximum_reached', 'no_passkey_allowed', 'not_allowed', 'invitation_unusable']) {
      assert.equal(explainCeremonyError('create', refused(403, name)).next, undefined, name);
    }
  });

  test('taking too long is nobody’s fault', () => {
    assert.equal(explainCeremonyError('create', refused(400, 'ceremony_expired')).tone, 'quiet');
  });

  test('too many requests, a fault of the server and no connection are told apart', () => {
    const titles = [refused(429), refused(503), refused(401), refused(0, 'unreachable')].map(
      (error) => explainCeremonyError('sign_in', error).title,
    );
    assert.equal(new Set(titles).size, 4);
  });

  test('a passkey that is set aside is told from one that is not known; making one is another matter', () => {
    const title = (situation: 'sign_in' | 'confirm' | 'create', name: string) =>
      explainCeremonyError(situation, refused(403, name)).title;
    assert.equal(title('sign_in', 'passkey_set_aside'), 'This passkey cannot be used now');
    assert.equal(title('confirm', 'passkey_set_aside'), 'This passkey cannot be used now');
    assert.equal(title('sign_in', 'ceremony_refused'), 'You were not signed in');
    assert.equal(title('create', 'passkey_not_allowed'), 'This passkey was not accepted');
  });

  test('every refused sign-in reads the same, whatever the reason was', () => {
    const titles = [400, 401, 403, 422].map((status) => explainCeremonyError('sign_in', refused(status)).title);
    assert.equal(new Set(titles).size, 1);
  });
});
