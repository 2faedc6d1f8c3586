import assert from 'node:assert/strict';
import {
  type AuthenticatorOptions,
  createAuthenticator,
  exampleCreationOptions,
  exampleRequestOptions,
  type Misbehaviour,
  type SigningAlgorithm,
  seededRandom,
  type TrustGroupKeyMisbehaviour,
} from '@holdfast/emulator';
import type { StoredCredential } from '../ceremony.ts';
import { verifyRegistration } from '../verify-registration.ts';

const origin = 'https://login.example';
const random = seededRandom('trust group keys');
const asked = { cmtgKey: true };

type Misbehaviours = readonly (Misbehaviour | TrustGroupKeyMisbehaviour)[];

/** What the extension refuses, and the misbehaviour that brings it about. */
export const trustGroupKeyRefusals: readonly (readonly [
  code: string,
  what: string,
  misbehaviour: TrustGroupKeyMisbehaviour,
])[] = [
  ['malformed', 'a trust group key that is no COSE_Key', 'trust-group-key-garbage'],
  ['malformed', 'a trust group key that is not base64url', 'trust-group-key-not-base64url'],
  ['malformed', 'a trust group signature that is not base64url', 'trust-group-key-signature-not-base64url'],
  ['ineligible', 'a trust group key of what cannot leave its device', 'trust-group-key-without-eligibility'],
  ['mismatch', 'another trust group key than the signed one', 'trust-group-key-not-the-signed-one'],
  ['mismatch', 'a trust group key that is not signed', 'trust-group-key-not-in-authenticator-data'],
  ['mismatch', 'a trust group key that is signed as text', 'trust-group-key-as-text'],
  ['algorithm_mismatch', 'a trust group key of another algorithm', 'trust-group-key-other-algorithm'],
  ['signature_invalid', 'garbage as trust group signature', 'trust-group-key-garbage-signature'],
  ['signature_invalid', 'the trust group signature of another key', 'trust-group-key-foreign-signature'],
  ['signature_invalid', 'the trust group signature of another ceremony', 'trust-group-key-replayed-signature'],
];

/** A manager that syncs and knows the extension. */
function manager(misbehaviours: Misbehaviours, options: Partial<AuthenticatorOptions>) {
  const eligible = !misbehaviours.includes('trust-group-key-without-eligibility');
  return createAuthenticator({
    random,
    attestation: 'none',
    trustGroup: 'home',
    backupEligible: eligible,
    backedUp: eligible,
    ...options,
  });
}

type Options = Partial<AuthenticatorOptions> & { readonly algorithm?: SigningAlgorithm };

export function trustGroupRegistration(misbehaviours: Misbehaviours = [], options: Options = {}) {
  const { response, expected } = register(manager(misbehaviours, options), misbehaviours, options);
  return { response, expected };
}

function register(authenticator: ReturnType<typeof manager>, misbehaviours: Misbehaviours, options: Options) {
  const { algorithm = 'ES256' } = options;
  const creation = exampleCreationOptions(random, { offers: [algorithm, 'RS256'] });
  const response = authenticator.create({ ...creation, extensions: asked }, { origin, misbehaviours });
  const expected = {
    challenge: creation.challenge,
    origins: [origin],
    rpId: 'login.example',
    requireUserVerification: true,
    supportedAlgs: creation.pubKeyCredParams.map(({ alg }) => alg),
    trustGroupKeyAsked: true,
  };
  return { response, expected, userHandle: creation.user.id };
}

export function trustGroupAssertion(misbehaviours: Misbehaviours = [], options: Options = {}) {
  const authenticator = manager(misbehaviours, options);
  const { response: created, expected: creation, userHandle } = register(authenticator, [], options);
  const registered = verifyRegistration(created, creation);
  assert.ok(registered.ok, JSON.stringify(registered));
  const { credentialId, publicKeySpki, signCount, facts } = registered.value;
  const credential: StoredCredential = {
    id: credentialId,
    publicKey: publicKeySpki,
    algorithm: facts.algorithm,
    signCount,
    backupEligible: facts.backupEligible,
    userHandle,
    requireUserHandle: true,
  };
  const request = exampleRequestOptions(random);
  const response = authenticator.get({ ...request, extensions: asked }, { origin, misbehaviours });
  const { supportedAlgs: _, ...common } = creation;
  return { response, expected: { ...common, challenge: request.challenge }, credential, registered: registered.value };
}
