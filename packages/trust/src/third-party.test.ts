import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pemCertificates, toBase64url } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { verifyRegistration } from '@holdfast/webauthn';
import { type ThirdPartyCase, thirdPartyCases } from '../../../vectors/third-party.ts';
import { assess } from './assess.ts';
import { makeTrustData } from './trust-data.ts';

/** Chains end in the roots of the case or nowhere; the AAGUID of the case is the model that they belong to. */
function trustOf({ aaguid, roots }: ThirdPartyCase) {
  const anchors = (roots ?? []).flatMap((root) =>
    root.includes('BEGIN')
      ? pemCertificates(root).map(toBase64url)
      : [toBase64url(new Uint8Array(Buffer.from(root, 'base64')))],
  );
  const models = aaguid == null ? [] : [{ aaguid, name: 'of the case', kind: 'security-key' as const, anchors }];
  return makeTrustData({ models, digest: 'case' });
}

function trustVerdict(given: ThirdPartyCase): string | null {
  const { allowCrossOrigin, topOrigins, supportedAlgs, mediation } = given.options;
  const result = verifyRegistration(given.response, {
    challenge: given.challenge,
    origins: given.origins,
    rpId: given.rpId,
    requireUserVerification: given.requireUV,
    ...(allowCrossOrigin === undefined ? {} : { allowCrossOrigin }),
    ...(topOrigins === undefined ? {} : { topOrigins }),
    ...(supportedAlgs === undefined ? {} : { supportedAlgs }),
    ...(mediation === undefined ? {} : { mediation }),
  });
  if (!result.ok) return null;
  // Only cases without a chain have no time to judge it at.
  const at = instant(given.verifyAt == null ? 0 : Date.parse(given.verifyAt));
  const { trusted, type } = assess(result.value.facts, trustOf(given), at).attestation;
  if (trusted) return 'trusted-with-roots';
  return type === 'certified' ? 'untrusted' : type;
}

const cases = thirdPartyCases('registrations');

describe('third-party attestations', () => {
  const packed = cases.filter(({ fmt }) => fmt === 'packed' || fmt === 'none');
  for (const given of packed) {
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
      const judged = packed.map(trustVerdict).filter((verdict) => verdict !== null);
      const counts = Map.groupBy(judged, (verdict) => verdict);
      assert.deepEqual(Object.fromEntries([...counts].map(([verdict, list]) => [verdict, list.length])), {
        'trusted-with-roots': 26,
        none: 15,
        self: 6,
        untrusted: 9,
      });
    });
  }
});
