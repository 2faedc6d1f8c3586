import { type ThirdPartyCase, thirdPartyCases } from './third-party.ts';

/** A third-party ceremony as `holdfast inspect` takes it, with the verdict that it must give. */
export type InspectableCase = {
  readonly given: {
    readonly id: string;
    readonly ceremony: 'registration' | 'authentication';
    readonly response: unknown;
    readonly expected: Readonly<Record<string, unknown>>;
    readonly [member: string]: unknown;
  };
  /** `accept` also where only trust can refuse: whether the ceremony holds is one question, whom to trust another. */
  readonly verdict: 'accept' | 'reject';
  /** Null where there is no attestation to trust. */
  readonly trust: 'trusted' | 'not trusted' | null;
  readonly reason: string | null;
};

/**
 * Cases in which everything holds but the way from the leaf to an anchor: the collection says `reject`, a verdict says `accept` and not
 * trusted.
 */
const refusedByTrustAlone: ReadonlySet<string> = new Set([
  'par-pyw-packed-wrong-root',
  'par-wrs-androidkey-hardware-roots',
  'par-wa4j-safetynet-real-roots',
  'res-packed-not-yet',
  'res-packed-untrusted',
  'res-packed-fake-root-in-x5c',
  'res-packed-intermediate-missing',
  'res-packed-pathlen',
]);

/** Every ceremony of the collection; empty where it is missing. */
export function inspectCases(): readonly InspectableCase[] {
  return [
    ...thirdPartyCases('registrations').map((given) => inspectable(given, 'registration')),
    ...thirdPartyCases('authentications').map((given) => inspectable(given, 'authentication')),
  ];
}

function inspectable(given: ThirdPartyCase, ceremony: 'registration' | 'authentication'): InspectableCase {
  const { storedBackupEligible, ...options } = given.options;
  const { id, response, challenge, origins, rpId, requireUV } = given;
  const byTrustAlone = refusedByTrustAlone.has(id);
  const verdict = byTrustAlone ? 'accept' : given.expect;
  const isTrusted = given.expectTrust === 'trusted-with-roots' && !byTrustAlone;
  return {
    given: {
      id,
      ceremony,
      response,
      expected: { challenge, origins, rpId, requireUserVerification: requireUV, ...options },
      ...(ceremony === 'registration'
        ? { trustAnchors: given.roots, at: given.verifyAt }
        : {
            credential: {
              id: given.credentialId,
              publicKey: given.credentialPublicKey,
              signCount: given.storedCounter ?? 0,
              backupEligible: storedBackupEligible,
            },
          }),
    },
    verdict,
    trust: verdict === 'reject' || ceremony === 'authentication' ? null : isTrusted ? 'trusted' : 'not trusted',
    reason: given.reason,
  };
}
