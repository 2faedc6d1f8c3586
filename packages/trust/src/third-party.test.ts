import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pemCertificates, toBase64url } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { verifyRegistration } from '@holdfast/webauthn';
import { settingsOf, type ThirdPartyCase, thirdPartyCases } from '../../../vectors/third-party.ts';
import { attestationTrust, attestationType } from './attestation-trust.ts';
import { createChainMemo } from './chain-memo.ts';

function anchorsOf({ roots }: ThirdPartyCase): readonly string[] {
  return (roots ?? []).flatMap((root) =>
    root.includes('BEGIN')
      ? pemCertificates(root).map(toBase64url)
      : [toBase64url(new Uint8Array(Buffer.from(root, 'base64')))],
  );
}

/** One for all cases: whatever was remembered from another case must not change a verdict. */
const memo = createChainMemo();

function trustVerdict(given: ThirdPartyCase): string | null {
  // Only cases without a chain have no time to judge it at.
  const at = instant(given.verifyAt == null ? 0 : Date.parse(given.verifyAt));
  const result = verifyRegistration(given.response, { ...settingsOf(given), at });
  if (!result.ok) return null;
  const { attestation } = result.value.facts;
  const judged = attestationTrust(attestation, anchorsOf(given), at, memo);
  assert.deepEqual(attestationTrust(attestation, anchorsOf(given), at), judged, 'a memo changes nothing but time');
  assert.equal(attestationTrust(attestation, [], at, memo).trusted, false, 'no anchors mean not trusted');
  if (judged.trusted) return 'trusted-with-roots';
  const type = attestationType(attestation);
  return type === 'certified' ? 'untrusted' : type;
}

const cases = thirdPartyCases('registrations');

describe('third-party attestations', () => {
  for (const given of cases) {
    const verdict = trustVerdict(given);
    if (verdict === null) continue;
    // A case that is rejected although its ceremony holds is one that trust has to refuse.
    const expected = given.expect === 'reject' ? 'untrusted' : given.expectTrust;
    test(`${given.id}: ${expected}${given.reason === null ? '' : ` (${given.reason})`}`, () => {
      assert.equal(verdict, expected);
    });
  }
  if (cases.length > 0) {
    test('as many chains were judged as there are', () => {
      const judged = cases.map(trustVerdict).filter((verdict) => verdict !== null);
      const counts = Map.groupBy(judged, (verdict) => verdict);
      assert.deepEqual(Object.fromEntries([...counts].map(([verdict, list]) => [verdict, list.length])), {
        'trusted-with-roots': 57,
        none: 15,
        self: 6,
        untrusted: 12,
      });
    });
  }
});
