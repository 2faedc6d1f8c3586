import { createHash } from 'node:crypto';
import { createAuthenticator, createSigningKey, exampleCreationOptions, seededRandom } from '@holdfast/emulator';
import { verifyRegistration } from '@holdfast/webauthn';

/** Somebody with one passkey, who is known to every server that is measured. */
export type BenchPerson = {
  readonly seed: string;
  readonly credentialId: string;
  readonly userHandle: string;
};

/** Counters start here for everybody, so that each sign-in of a person raises it by one. */
const RP_ID = 'localhost';
const ORIGIN = 'http://localhost';

export type Enrolled = BenchPerson & {
  readonly verified: Extract<ReturnType<typeof verifyRegistration>, { ok: true }>['value'];
};

/** People with ES256 passkeys, the same ones in every run. */
export function enrolPeople(count: number): readonly Enrolled[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = `bench person ${index}`;
    const authenticator = createAuthenticator({ random: seededRandom(seed), attestation: 'none' });
    const options = exampleCreationOptions(seededRandom(`${seed} options`), { rpId: RP_ID });
    const response = authenticator.create(options, { origin: ORIGIN });
    const verified = verifyRegistration(response, {
      challenge: options.challenge,
      origins: [ORIGIN],
      rpId: RP_ID,
      requireUserVerification: true,
    });
    if (!verified.ok) throw new Error(`the emulator's registration was refused: ${verified.error.code}`);
    if (!Buffer.from(verified.value.publicKeySpki).equals(Buffer.from(keyOf(seed).spki))) {
      throw new Error('the authenticator made another key than its seed gives');
    }
    return { seed, credentialId: response.id, userHandle: options.user.id, verified: verified.value };
  });
}

/** An authenticator takes its first key from the beginning of its random bytes. */
export function keyOf(seed: string): ReturnType<typeof createSigningKey> {
  return createSigningKey('ES256', seededRandom(seed));
}

/** What an authenticator with user verification signs for `localhost`. */
export const rpIdHash = createHash('sha256').update(RP_ID).digest();
