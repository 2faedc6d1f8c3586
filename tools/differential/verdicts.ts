import { toBase64url } from '@holdfast/encoding';
import { attestationTrust } from '@holdfast/trust';
import { verifyAuthentication, verifyRegistration } from '@holdfast/webauthn';
import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  SettingsService,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Performed } from './perform.ts';

export type Verdict =
  | { readonly accepts: true }
  /** Ours: step and code. The peer's: its message. */
  | { readonly accepts: false; readonly why: string };

/** What we say. Where anchors were given, a certified attestation must end in one, because the peer counts it so. */
export function ourVerdict(performed: Performed): Verdict {
  const { plan, response, expected, credential, anchors, at } = performed;
  if (plan.ceremony === 'authentication') {
    const result = verifyAuthentication(response, expected, credential);
    return result.ok ? { accepts: true } : refused(`${result.error.step} ${result.error.code}`);
  }
  const result = verifyRegistration(response, expected);
  if (!result.ok) return refused(`${result.error.step} ${result.error.code}`);
  const { attestation } = result.value.facts;
  if (anchors === null || attestation.type === 'none' || attestation.type === 'self') return { accepts: true };
  const trust = attestationTrust(attestation, anchors.map(toBase64url), at);
  return trust.trusted ? { accepts: true } : refused('attestationTrust untrusted');
}

/** What `@simplewebauthn/server` says under the same expectations. */
export async function peerVerdict(performed: Performed): Promise<Verdict> {
  const { plan, response, expected, anchors } = performed;
  // Its anchors are settings of the whole process; the defaults are those of genuine makers.
  for (const identifier of formats) {
    SettingsService.setRootCertificates({
      identifier,
      certificates: (anchors ?? []).map((der) => new Uint8Array(der)),
    });
  }
  const common = {
    expectedChallenge: expected.challenge,
    expectedOrigin: [...expected.origins],
    expectedRPID: [expected.rpId],
    requireUserVerification: expected.requireUserVerification,
  };
  try {
    const { verified } =
      plan.ceremony === 'registration'
        ? await verifyRegistrationResponse({
            ...common,
            response: response as unknown as RegistrationResponseJSON,
            supportedAlgorithmIDs: [...(expected.supportedAlgs ?? [])],
            requireUserPresence: !plan.conditional,
          })
        : await verifyAuthenticationResponse({
            ...common,
            response: response as unknown as AuthenticationResponseJSON,
            credential: {
              id: performed.credential.id,
              publicKey: performed.publicKeyCose,
              counter: performed.credential.signCount,
            },
            ...(expected.topOrigins === undefined ? {} : { expectedTopOrigin: [...expected.topOrigins] }),
          });
    return verified ? { accepts: true } : refused('signature is not valid');
  } catch (cause) {
    return refused(cause instanceof Error ? cause.message : String(cause));
  }
}

const formats = ['packed', 'tpm', 'android-key', 'android-safetynet', 'fido-u2f', 'apple'] as const;

function refused(why: string): Verdict {
  return { accepts: false, why };
}
