import {
  type AttestationKind,
  type AuthenticationJSON,
  type AuthenticatorOptions,
  attestationKinds,
  createAuthenticator,
  createMaker,
  exampleCreationOptions,
  exampleRequestOptions,
  type RegistrationJSON,
  type SigningAlgorithm,
  seededRandom,
} from '@holdfast/emulator';
import { type CborMap, coseAlgorithms, decodeCbor, fromBase64url } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import {
  type ExpectedAuthentication,
  type ExpectedRegistration,
  type StoredCredential,
  verifyRegistration,
} from '@holdfast/webauthn';
import { settingsOf, type ThirdPartyCase, thirdPartyCases } from '../../vectors/third-party.ts';

export const AAGUID = '11111111-2222-3333-4444-555555555555';
const ORIGIN = 'https://login.example';
/** 2026-11-20. */
export const AT = instant(1_795_132_800_000);

export type Registration = {
  readonly kind: string;
  readonly response: RegistrationJSON;
  readonly expected: ExpectedRegistration;
  readonly attestationObject: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  /** Members of the attestation object. */
  readonly object: CborMap;
  /** Anchors that the chain ends in; base64url. */
  readonly anchors: readonly string[];
};

export type Assertion = {
  readonly response: AuthenticationJSON;
  readonly expected: ExpectedAuthentication;
  readonly credential: StoredCredential;
};

const every = coseAlgorithms.map(({ number }) => number);

export function emulatedRegistrations(kinds: readonly AttestationKind[] = attestationKinds): readonly Registration[] {
  return kinds.flatMap((kind) => algorithmsFor(kind).map((algorithm) => emulatedRegistration(kind, algorithm)));
}

function algorithmsFor(kind: AttestationKind): readonly SigningAlgorithm[] {
  if (kind === 'none') return ['ES256', 'EdDSA', 'RS256', 'ML-DSA-44', 'ES512'];
  return kind === 'packed-self'
    ? ['ES256', 'EdDSA', 'RS256', 'PS256']
    : kind === 'tpm'
      ? ['ES256', 'RS256']
      : ['ES256'];
}

function emulatedRegistration(kind: AttestationKind, algorithm: SigningAlgorithm): Registration {
  const random = seededRandom(`fuzz ${kind} ${algorithm}`);
  const maker = createMaker({ name: 'Acme', aaguids: [AAGUID], random, at: AT, intermediate: true });
  const authenticator = createAuthenticator({ random, attestation: kind, algorithm, maker, aaguid: AAGUID, at: AT });
  const options = exampleCreationOptions(random, { offers: [algorithm] });
  const response = authenticator.create(options, { origin: ORIGIN });
  const expected = {
    challenge: options.challenge,
    origins: [ORIGIN],
    rpId: 'login.example',
    requireUserVerification: true,
    supportedAlgs: every,
    at: AT,
  };
  return registrationOf(kind, response, expected, [maker.root.base64url]);
}

function registrationOf(
  kind: string,
  response: RegistrationJSON,
  expected: ExpectedRegistration,
  anchors: readonly string[],
): Registration {
  const attestationObject = bytesOf(response.response.attestationObject);
  const object = decodeCbor(attestationObject);
  if (!object.ok || !(object.value instanceof Map)) throw new Error(`${kind} has no attestation object`);
  const clientDataJSON = bytesOf(response.response.clientDataJSON);
  return { kind, response, expected, attestationObject, clientDataJSON, object: object.value, anchors };
}

/** Those of the third-party collection that hold. */
export function foreignRegistrations(): readonly Registration[] {
  const accepted = thirdPartyCases('registrations').filter(({ expect }) => expect === 'accept');
  return accepted.map((given) =>
    registrationOf(given.fmt ?? '', given.response as RegistrationJSON, { ...settingsOf(given), ...timeOf(given) }, []),
  );
}

export function emulatedAssertions(): readonly Assertion[] {
  const algorithms: readonly SigningAlgorithm[] = ['ES256', 'ES384', 'ES512', 'EdDSA', 'RS256', 'PS256', 'ML-DSA-44'];
  return algorithms.map((algorithm) => emulatedAssertion(algorithm));
}

function emulatedAssertion(algorithm: SigningAlgorithm, options: Partial<AuthenticatorOptions> = {}): Assertion {
  const random = seededRandom(`fuzz assertion ${algorithm}`);
  const authenticator = createAuthenticator({ random, attestation: 'none', algorithm, ...options });
  const creation = exampleCreationOptions(random, { offers: [algorithm] });
  const common = { origins: [ORIGIN], rpId: 'login.example', requireUserVerification: true };
  const registered = verifyRegistration(authenticator.create(creation, { origin: ORIGIN }), {
    ...common,
    challenge: creation.challenge,
  });
  if (!registered.ok) throw new Error(`a conforming registration was refused: ${registered.error.code}`);
  const { credentialId, publicKeySpki, facts } = registered.value;
  const request = { ...exampleRequestOptions(random), extensions: { cmtgKey: true } };
  return {
    response: authenticator.get(request, { origin: ORIGIN }),
    expected: { ...common, challenge: request.challenge },
    credential: { id: credentialId, publicKey: publicKeySpki, algorithm: facts.algorithm, signCount: 0 },
  };
}

/** Sign-ins of a manager that answers the extension `cmtgKey`. */
export function trustGroupAssertions(): readonly Assertion[] {
  const algorithms: readonly SigningAlgorithm[] = ['ES256', 'EdDSA', 'RS256', 'ML-DSA-44'];
  return algorithms.map((algorithm) => {
    const { response, expected, credential } = emulatedAssertion(algorithm, {
      trustGroup: 'home',
      backupEligible: true,
    });
    return { response, expected: { ...expected, trustGroupKeyAsked: true }, credential };
  });
}

export function foreignAssertions(): readonly Assertion[] {
  const accepted = thirdPartyCases('authentications').filter(({ expect }) => expect === 'accept');
  return accepted.map((given) => ({
    response: given.response as AuthenticationJSON,
    expected: settingsOf(given),
    credential: { id: given.credentialId ?? '', publicKey: given.credentialPublicKey ?? '', signCount: 0 },
  }));
}

function timeOf({ verifyAt }: ThirdPartyCase) {
  return verifyAt == null ? {} : { at: instant(Date.parse(verifyAt)) };
}

export function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (!bytes.ok) throw new Error('the corpus holds something that is not base64url');
  return bytes.value;
}

/** Byte strings of a name, wherever they stand in a statement; of a list the elements. */
export function bytesIn(registrations: readonly Registration[], name: string): readonly Uint8Array[] {
  const found = registrations.flatMap(({ object }) => membersIn(object.get('attStmt'), name));
  return found.filter((value) => value instanceof Uint8Array);
}

function membersIn(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => membersIn(element, name));
  if (!(value instanceof Map)) return [];
  const here: unknown = value.get(name);
  return [...(Array.isArray(here) ? here : [here]), ...membersIn(value.get('attStmt'), name)];
}
