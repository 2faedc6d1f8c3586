import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type CertificateFault,
  createMaker,
  createSigningKey,
  type SigningAlgorithm,
  seededRandom,
} from '@holdfast/emulator';
import { type CborValue, importSpki } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { verifyPacked } from './format-packed.ts';

const aaguid = '11111111-2222-3333-4444-555555555555';
const random = seededRandom('packed');
const maker = createMaker({ name: 'Acme', aaguids: [aaguid], random, at: instant(Date.UTC(2026, 10, 20)) });
const authDataBytes = random(100);
const clientDataHash = random(32);
const signed = Uint8Array.of(...authDataBytes, ...clientDataHash);
const credential = createSigningKey('ES256', random);
const imported = importSpki(credential.spki);
const credentialKey = imported.ok ? imported.value : assert.fail();

const input = {
  authDataBytes,
  rpIdHash: random(32),
  credentialId: random(32),
  clientDataHash,
  aaguid,
  credentialKey,
  settings: {},
};

const verify = (...members: [string, CborValue][]) => verifyPacked({ ...input, attStmt: new Map(members) });

function certified(algorithm: SigningAlgorithm, faults: readonly CertificateFault[] = []) {
  const { key, chain } = maker.issue(aaguid, { algorithm, faults });
  return verify(['alg', key.algorithm.number], ['sig', key.sign(signed)], ['x5c', chain]);
}
const reasonOf = (result: ReturnType<typeof verify>) => (result.ok ? 'accepted' : result.error.detail?.['reason']);

describe('WebAuthn L3 §8.2 packed attestation', () => {
  for (const algorithm of ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA', 'ML-DSA-44'] as const) {
    test(`accepts an attestation key of ${algorithm}`, () => {
      const result = certified(algorithm);
      assert.ok(result.ok, JSON.stringify(result));
      assert.equal(result.value.type, 'certified');
    });
  }

  test('accepts self attestation', () => {
    const result = verify(['alg', -7], ['sig', credential.sign(signed)]);
    assert.deepEqual(result, { ok: true, value: { type: 'self', algorithm: -7 } });
  });

  for (const [fault, reason] of [
    ['version-1-leaf', 'version 1'],
    ['no-country', 'subject C'],
    ['country-in-words', 'subject C'],
    ['no-organization', 'subject O'],
    ['wrong-ou', 'subject OU'],
    ['aaguid-extension-critical', 'AAGUID extension is critical'],
    ['aaguid-extension-unwrapped', 'AAGUID extension is not 16 bytes in an OCTET STRING'],
    ['ca-leaf', 'CA is true'],
    ['extension-twice', 'not a certificate'],
  ] as const) {
    test(`refuses a certificate with ${fault}, for that reason`, () => {
      assert.equal(reasonOf(certified('ES256', [fault])), reason);
    });
  }

  test('refuses nine certificates, accepts eight', () => {
    const { key, chain } = maker.issue(aaguid);
    const withChain = (length: number) =>
      verify(['alg', -7], ['sig', key.sign(signed)], ['x5c', Array.from({ length }, () => chain[0] ?? assert.fail())]);
    assert.equal(reasonOf(withChain(9)), 'x5c');
    assert.equal(reasonOf(withChain(8)), 'accepted');
  });

  test('the signature covers authenticator data and client data', () => {
    const { key, chain } = maker.issue(aaguid);
    for (const data of [authDataBytes, clientDataHash, Uint8Array.of(...clientDataHash, ...authDataBytes)]) {
      const result = verify(['alg', -7], ['sig', key.sign(data)], ['x5c', chain]);
      assert.equal(result.ok ? 'accepted' : result.error.code, 'webauthn.attestation_signature_invalid');
    }
  });
});
