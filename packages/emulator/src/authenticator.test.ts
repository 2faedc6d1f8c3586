import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeCbor, fromBase64url, parseCertificate } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { createAuthenticator } from './authenticator.ts';
import type { RegistrationJSON } from './ceremony-json.ts';
import { exampleCreationOptions, exampleRequestOptions } from './example-options.ts';
import { createMaker } from './maker.ts';
import { seededRandom } from './random.ts';

const origin = 'https://login.example';
const aaguid = '11111111-2222-3333-4444-555555555555';
const zeros = '00000000000000000000000000000000';

function attestationObject({ response }: RegistrationJSON) {
  const bytes = fromBase64url(response.attestationObject);
  const object = bytes.ok ? decodeCbor(bytes.value) : assert.fail();
  assert.ok(object.ok && object.value instanceof Map);
  const authData = object.value.get('authData');
  assert.ok(authData instanceof Uint8Array);
  return { fmt: object.value.get('fmt'), authData, aaguid: Buffer.from(authData.subarray(37, 53)).toString('hex') };
}

const flagsOf = (text: string) => Buffer.from(text, 'base64url')[32] ?? 0;

describe('software authenticators', () => {
  test('the same seed gives the same keys and the same certified names', () => {
    const run = () => {
      const random = seededRandom('repeat');
      const authenticator = createAuthenticator({ random, attestation: 'none', algorithm: 'EdDSA' });
      const options = exampleCreationOptions(random, { offers: ['EdDSA'] });
      const created = authenticator.create(options, { origin });
      return [created, authenticator.get(exampleRequestOptions(random), { origin })];
    };
    assert.deepEqual(run(), run());
  });

  test('other seeds give other keys', () => {
    const [a, b] = ['a', 'b'].map((seed) => seededRandom(seed)(64));
    assert.notDeepEqual(a, b);
  });

  test('an excluded credential is refused as a browser does', () => {
    const random = seededRandom('excluded');
    const authenticator = createAuthenticator({ random, attestation: 'none' });
    const { id } = authenticator.create(exampleCreationOptions(random), { origin });
    const options = { ...exampleCreationOptions(random), excludeCredentials: [{ id }] };
    assert.throws(() => authenticator.create(options, { origin }), { name: 'InvalidStateError' });
    assert.deepEqual(authenticator.credentialIds(), [id]);
  });

  test('an algorithm that it does not have is refused as a browser does', () => {
    const random = seededRandom('unsupported');
    const authenticator = createAuthenticator({ random, attestation: 'none', algorithm: 'EdDSA' });
    assert.throws(() => authenticator.create(exampleCreationOptions(random), { origin }), {
      name: 'NotSupportedError',
    });
  });

  test('no credential for the RP ID, for the list, or for a request without names is refused as a browser does', () => {
    const random = seededRandom('missing');
    const authenticator = createAuthenticator({ random, attestation: 'none', resident: false });
    const { id } = authenticator.create(exampleCreationOptions(random), { origin });
    const request = exampleRequestOptions(random);
    const named = { ...request, allowCredentials: [{ id }] };
    assert.equal(authenticator.get(named, { origin }).id, id);
    for (const options of [
      request,
      { ...named, rpId: 'other.example' },
      { ...request, allowCredentials: [{ id: 'AAAA' }] },
    ]) {
      assert.throws(() => authenticator.get(options, { origin }), { name: 'NotAllowedError' });
    }
  });

  test('a sign-in without a name takes the newest credential and says whose it is', () => {
    const random = seededRandom('newest');
    const authenticator = createAuthenticator({ random, attestation: 'none' });
    authenticator.create(exampleCreationOptions(random), { origin });
    const options = exampleCreationOptions(random);
    const { id } = authenticator.create(options, { origin });
    const signedIn = authenticator.get(exampleRequestOptions(random), { origin });
    assert.equal(signedIn.id, id);
    assert.equal(signedIn.response.userHandle, options.user.id);
  });

  test('where no attestation is asked for, neither statement nor model is told', () => {
    const random = seededRandom('conveyance');
    const authenticator = createAuthenticator({ random, attestation: 'packed-self', aaguid });
    const asked = attestationObject(authenticator.create(exampleCreationOptions(random), { origin }));
    assert.deepEqual([asked.fmt, asked.aaguid], ['packed', aaguid.replaceAll('-', '')]);
    const options = { ...exampleCreationOptions(random), attestation: 'none' };
    const hidden = attestationObject(authenticator.create(options, { origin }));
    assert.deepEqual([hidden.fmt, hidden.aaguid], ['none', zeros]);
  });

  test('flags follow the settings and the request', () => {
    const random = seededRandom('flags');
    const synced = createAuthenticator({ random, attestation: 'none', backupEligible: true, backedUp: true });
    synced.create(exampleCreationOptions(random), { origin });
    const request = exampleRequestOptions(random);
    assert.equal(flagsOf(synced.get(request, { origin }).response.authenticatorData), 0x1d);
    const discouraged = { ...request, userVerification: 'discouraged' };
    assert.equal(flagsOf(synced.get(discouraged, { origin }).response.authenticatorData), 0x19);
    const plain = createAuthenticator({ random, attestation: 'none', verifiesUser: false });
    plain.create(exampleCreationOptions(random), { origin });
    assert.equal(flagsOf(plain.get(request, { origin }).response.authenticatorData), 0x01);
  });

  test('a certified attestation without a maker is a mistake of the caller', () => {
    const random = seededRandom('no maker');
    const authenticator = createAuthenticator({ random, attestation: 'packed-basic' });
    assert.throws(() => authenticator.create(exampleCreationOptions(random), { origin }), /needs a maker/);
  });
});

describe('makers', () => {
  const at = instant(Date.UTC(2026, 10, 20));

  test('an intermediate stands between root and leaf, and the root is not sent', () => {
    const maker = createMaker({
      name: 'Acme',
      aaguids: [aaguid],
      random: seededRandom('maker'),
      at,
      intermediate: true,
    });
    const [leaf, issuer, ...rest] = maker.issue(aaguid).chain.map((der) => {
      const parsed = parseCertificate(der);
      return parsed.ok ? parsed.value : assert.fail();
    });
    assert.equal(rest.length, 0);
    assert.deepEqual(leaf?.issuerName, issuer?.subjectName);
    assert.deepEqual(issuer?.der, maker.issuer.der);
    assert.deepEqual(issuer?.basicConstraints, { ca: true, pathLength: 0 });
  });

  test('dates from 2050 on are written as the standard says', () => {
    const late = createMaker({
      name: 'Late',
      aaguids: [],
      random: seededRandom('late'),
      at: instant(Date.UTC(2045, 0, 1)),
    });
    const parsed = parseCertificate(late.root.der);
    assert.ok(parsed.ok);
    assert.equal(new Date(parsed.value.notAfter).getUTCFullYear(), 2054);
  });
});
