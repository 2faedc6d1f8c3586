import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAuthenticator, exampleCreationOptions, exampleRequestOptions, seededRandom } from '@holdfast/emulator';
import { encodeCbor, toBase64url } from '@holdfast/encoding';
import fc from 'fast-check';
import { parseAuthenticatorData } from './authenticator-data.ts';
import { parseClientData } from './client-data.ts';
import { peekAuthentication } from './decode-authentication.ts';
import { peekRegistration } from './decode-registration.ts';
import { verifyAuthentication } from './verify-authentication.ts';
import { verifyRegistration } from './verify-registration.ts';

const origin = 'https://login.example';
const random = seededRandom('arbitrary input');
const authenticator = createAuthenticator({ random, attestation: 'packed-self' });
const creation = exampleCreationOptions(random);
const request = exampleRequestOptions(random);
const registration = authenticator.create(creation, { origin });
const assertion = authenticator.get(request, { origin });
const expected = {
  challenge: request.challenge,
  origins: [origin],
  rpId: 'login.example',
  requireUserVerification: true,
};
const credential = { id: assertion.id, publicKey: new Uint8Array(4), signCount: 0 };

const verifyAll = (response: unknown) => {
  const registered = verifyRegistration(response, { ...expected, challenge: creation.challenge });
  const signedIn = verifyAuthentication(response, expected, credential);
  assert.ok(registered.ok || typeof registered.error.step === 'string');
  assert.ok(!signedIn.ok && typeof signedIn.error.code === 'string');
  peekRegistration(response);
  peekAuthentication(response);
};

/** Puts any JSON at any place of a response. */
function damage(response: object, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const inner: unknown = Reflect.get(response, name);
  return { ...response, [name]: typeof inner === 'object' && inner !== null ? damage(inner, rest, value) : value };
}

const places = [
  [],
  ['id'],
  ['rawId'],
  ['type'],
  ['response'],
  ['authenticatorAttachment'],
  ['clientExtensionResults'],
  ['clientExtensionResults', 'credProps'],
  ['response', 'clientDataJSON'],
  ['response', 'attestationObject'],
  ['response', 'transports'],
  ['response', 'authenticatorData'],
  ['response', 'signature'],
  ['response', 'userHandle'],
];
const bytes = fc.uint8Array({ maxLength: 200 });

describe('whatever comes, nothing throws', () => {
  test('any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), verifyAll), { numRuns: 300 });
  });

  test('a response with any JSON in any place', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      bytes.map(toBase64url),
      fc.constantFrom('__proto__', 'constructor', undefined),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(registration, assertion),
        fc.constantFrom(...places),
        value,
        (response, path, damaged) => {
          verifyAll(damage(response, path, damaged));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a response with any bytes changed', () => {
    const member = fc.constantFrom('clientDataJSON', 'attestationObject', 'authenticatorData', 'signature');
    fc.assert(
      fc.property(member, fc.nat(), fc.integer({ min: 1, max: 255 }), (name, position, mask) => {
        for (const response of [registration, assertion]) {
          const encoded: unknown = Reflect.get(response.response, name);
          if (typeof encoded !== 'string') continue;
          const changed = new Uint8Array(Buffer.from(encoded, 'base64url'));
          changed[position % changed.length] = (changed[position % changed.length] ?? 0) ^ mask;
          verifyAll(damage(response, ['response', name], toBase64url(changed)));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('no single changed bit of a registration that attests itself is accepted as the same facts', () => {
    const encoded = Buffer.from(registration.response.attestationObject, 'base64url');
    fc.assert(
      fc.property(fc.nat(encoded.length * 8 - 1), (bit) => {
        const changed = new Uint8Array(encoded);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const response = damage(registration, ['response', 'attestationObject'], toBase64url(changed));
        const result = verifyRegistration(response, { ...expected, challenge: creation.challenge });
        assert.equal(result.ok, false);
      }),
      { numRuns: 300 },
    );
  });

  test('any text as client data, any bytes as authenticator data', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseClientData(text)),
      { numRuns: 300 },
    );
    const header = fc.uint8Array({ minLength: 37, maxLength: 37 });
    const structured = fc.tuple(header, bytes).map(([head, tail]) => Uint8Array.of(...head, ...tail));
    fc.assert(
      fc.property(fc.oneof(bytes, structured), (data) => void parseAuthenticatorData(data)),
      { numRuns: 500 },
    );
  });

  test('nested CBOR for a statement', () => {
    const statement = fc.letrec((tie) => ({
      node: fc.oneof({ maxDepth: 6 }, fc.integer(), fc.string(), fc.array(tie('node'), { maxLength: 3 })),
    })).node;
    fc.assert(
      fc.property(statement, fc.string(), (attStmt, fmt) => {
        const object = encodeCbor(
          new Map([
            ['fmt', fmt],
            ['attStmt', attStmt as never],
            ['authData', new Uint8Array(37)],
          ] as never),
        );
        verifyAll(damage(registration, ['response', 'attestationObject'], toBase64url(object)));
      }),
      { numRuns: 200 },
    );
  });
});
