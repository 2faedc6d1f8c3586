import { createHash } from 'node:crypto';
import {
  type AttestationKind,
  createAuthenticator,
  createMaker,
  exampleCreationOptions,
  exampleRequestOptions,
  type Maker,
  type SigningAlgorithm,
  seededRandom,
} from '@holdfast/emulator';
import { decodeCbor } from '@holdfast/encoding';
import { type Instant, instant } from '@holdfast/kernel';
import { verifyRegistration } from '@holdfast/webauthn';

export const ORIGIN = 'https://login.example';
export const RP_ID = 'login.example';
/** Certificates of the emulator are valid around it. */
export const AT: Instant = instant(Date.now());
export const AAGUID = '3b1adb99-0dfe-46fd-90b8-7f7614a4de2a';

export type RegistrationInput = {
  readonly response: ReturnType<ReturnType<typeof createAuthenticator>['create']>;
  readonly challenge: string;
};

export type AssertionInput = {
  readonly response: ReturnType<ReturnType<typeof createAuthenticator>['get']>;
  readonly challenge: string;
  readonly spki: Uint8Array;
  readonly cose: Uint8Array;
  /** What the bare verification starts from. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
};

/** Assertions by as many passkeys: a server sees a different one each time. */
export function assertions(algorithm: SigningAlgorithm, count: number): readonly AssertionInput[] {
  return Array.from({ length: count }, (_, index) => assertion(algorithm, `${algorithm} ${index}`));
}

function assertion(algorithm: SigningAlgorithm, seed: string): AssertionInput {
  const random = seededRandom(seed);
  const authenticator = createAuthenticator({ random, attestation: 'none', algorithm });
  const creation = exampleCreationOptions(random, { rpId: RP_ID, offers: [algorithm] });
  const registered = verifyRegistration(authenticator.create(creation, { origin: ORIGIN }), {
    challenge: creation.challenge,
    origins: [ORIGIN],
    rpId: RP_ID,
    requireUserVerification: true,
  });
  if (!registered.ok) throw new Error(`registration for ${seed} was refused: ${registered.error.code}`);
  for (;;) {
    const request = exampleRequestOptions(random, RP_ID);
    const response = authenticator.get(request, { origin: ORIGIN });
    const signature = Buffer.from(response.response.signature, 'base64url');
    // Two of the peers refuse valid ES256 signatures whose r or s is short; this is not about that.
    if (algorithm === 'ES256' && signature.length < 70) continue;
    const clientDataHash = createHash('sha256').update(Buffer.from(response.response.clientDataJSON, 'base64url'));
    return {
      response,
      challenge: request.challenge,
      spki: registered.value.publicKeySpki,
      cose: registered.value.publicKeyCose,
      signed: Buffer.concat([
        Buffer.from(response.response.authenticatorData, 'base64url'),
        new Uint8Array(clientDataHash.digest()),
      ]),
      signature,
    };
  }
}

export const maker: Maker = createMaker({
  name: 'Bench',
  aaguids: [AAGUID],
  random: seededRandom('maker of the benchmark'),
  at: AT,
  intermediate: true,
});

/** Registrations by as many authenticators; a chain has a leaf of its own and a shared intermediate. */
export function registrations(attestation: AttestationKind, count: number): readonly RegistrationInput[] {
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom(`${attestation} ${index}`);
    const certified = attestation === 'packed-basic' ? { maker } : {};
    const authenticator = createAuthenticator({ random, attestation, aaguid: AAGUID, ...certified });
    const options = exampleCreationOptions(random, { rpId: RP_ID, offers: ['ES256'] });
    return { response: authenticator.create(options, { origin: ORIGIN }), challenge: options.challenge };
  });
}

/** What an attestation statement signs, and its signature. */
export function statementOf({ response }: RegistrationInput): {
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
} {
  const decoded = decodeCbor(new Uint8Array(Buffer.from(response.response.attestationObject, 'base64url')));
  const object = decoded.ok ? decoded.value : null;
  const statement = object instanceof Map ? object.get('attStmt') : null;
  const authData = object instanceof Map ? object.get('authData') : null;
  const signature = statement instanceof Map ? statement.get('sig') : null;
  if (!(authData instanceof Uint8Array && signature instanceof Uint8Array))
    throw new Error('the emulator made no statement');
  const clientDataHash = createHash('sha256')
    .update(Buffer.from(response.response.clientDataJSON, 'base64url'))
    .digest();
  return { signed: Buffer.concat([authData, clientDataHash]), signature };
}
