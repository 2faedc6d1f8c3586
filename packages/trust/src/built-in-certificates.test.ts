import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, test } from 'node:test';
import { isSignedBy, parseCertificate, pemCertificates, toBase64url } from '@holdfast/encoding';
import { instant, toIso } from '@holdfast/kernel';
import type { CredentialFacts } from '@holdfast/webauthn';
import { thirdPartyFile } from '../../../vectors/third-party.ts';
import { assess } from './assess.ts';
import { appleWebauthnRoots, type BuiltInCertificate, googleAttestationRoots } from './built-in-certificates.ts';
import { builtInPlatforms } from './built-in-platforms.ts';
import { makeTrustData } from './trust-data.ts';

function read({ pem }: BuiltInCertificate) {
  const [der = assert.fail(), ...others] = pemCertificates(pem);
  assert.deepEqual(others, []);
  const parsed = parseCertificate(der);
  return parsed.ok ? parsed.value : assert.fail(JSON.stringify(parsed.error));
}

describe('anchors that come with this release', () => {
  for (const given of [...googleAttestationRoots, ...appleWebauthnRoots]) {
    const certificate = read(given);
    test(`${certificate.subjectText} until ${given.notAfter}: what is said of it is so, and it signed itself`, () => {
      assert.equal(hash('sha256', certificate.der, 'hex'), given.sha256);
      assert.equal(toIso(certificate.notBefore).slice(0, 10), given.notBefore);
      assert.equal(toIso(certificate.notAfter).slice(0, 10), given.notAfter);
      assert.equal(certificate.basicConstraints?.ca, true);
      assert.ok(isSignedBy(certificate, certificate.publicKey));
    });
  }

  test('are both generations of Google, one key in four certificates and another', () => {
    const keys = googleAttestationRoots.map((given) => toBase64url(read(given).spki));
    assert.deepEqual([keys.length, new Set(keys).size], [5, 2]);
    const digests = googleAttestationRoots.map(({ sha256 }) => sha256.slice(0, 8));
    assert.ok(digests.includes('cedb1cb6') && digests.includes('6d9db4ce'));
  });

  test('are those of the third-party collection, and the software root of AOSP is not among them', () => {
    const text = thirdPartyFile('android-key.json');
    if (text === null) return;
    const { roots }: { roots: Readonly<Record<'googleHardware' | 'aospSoftware', readonly string[]>> } =
      JSON.parse(text);
    const keysOf = (pems: readonly string[]) => pems.flatMap((pem) => pemCertificates(pem).map(toBase64url));
    const [android] = builtInPlatforms;
    assert.deepEqual(new Set(android?.anchors), new Set(keysOf(roots.googleHardware)));
    for (const { anchors } of builtInPlatforms) {
      assert.ok(keysOf(roots.aospSoftware).every((software) => !anchors.includes(software)));
    }
    for (const anchor of keysOf(roots.aospSoftware)) {
      const aaguid = '12345678-0000-4000-8000-000000000000';
      const chain = [anchor];
      const details = { format: 'packed', enterprise: false } as const;
      const facts: CredentialFacts = {
        shape: 1,
        format: 'packed',
        attestation: { type: 'certified', algorithm: -7, chain, leafIsInterchangeable: false, details },
        algorithm: -7,
        aaguid,
        userVerified: true,
        backupEligible: false,
        backedUp: false,
        claimed: { attachment: null, transports: [], residentKey: null },
      };
      const at = instant(Date.UTC(2026, 10, 20));
      const model = { aaguid, name: 'Deceived', kind: 'platform', anchors: [anchor] } as const;
      const { evidence, reasons } = assess(facts, makeTrustData({ digest: 'software', at, models: [model] }), at);
      assert.equal(evidence, 'claimed');
      assert.ok(reasons.some(({ text }) => text.includes('is public, so that anybody may have signed')));
    }
  });
});
