import {
  type Authenticator,
  createAuthenticator,
  createMaker,
  exampleCreationOptions,
  exampleRequestOptions,
  type Maker,
  type Random,
  seededRandom,
} from '@holdfast/emulator';
import { coseAlgorithms } from '@holdfast/encoding';
import type { Instant } from '@holdfast/kernel';
import type { ExpectedAuthentication, ExpectedRegistration, StoredCredential } from '@holdfast/webauthn';
import { verifyRegistration } from '@holdfast/webauthn';
import type { Plan } from './plan.ts';
import { type ResponseJSON, tampered } from './tamper.ts';

export const AAGUID = '11111111-2222-3333-4444-555555555555';
const ORIGIN = 'https://login.example';
const RP_ID = 'login.example';
/** What the emulated client names when it is told to be framed. */
const TOP_ORIGIN = 'https://frame.evil.test';

/** A ceremony that took place, and what both verifiers are told. */
export type Performed = {
  readonly plan: Plan;
  readonly response: ResponseJSON;
  readonly expected: ExpectedRegistration & ExpectedAuthentication;
  readonly credential: StoredCredential;
  readonly publicKeyCose: Uint8Array<ArrayBuffer>;
  /** DER of the certificates that are trusted; null where only the ceremony is judged. */
  readonly anchors: readonly Uint8Array[] | null;
  readonly at: Instant;
};

const numberOf = (name: string) => coseAlgorithms.find((row) => row.name === name)?.number ?? 0;

/** @param at now: the peer asks the clock of the machine whether certificates are valid. */
export function perform(plan: Plan, seed: string, at: Instant): Performed {
  const random = seededRandom(`${seed} ${plan.ceremony}`);
  const maker = makerOf(random, plan, at);
  const authenticator = authenticatorOf(random, plan, maker, at);
  return plan.ceremony === 'registration'
    ? performRegistration(plan, random, authenticator, maker, at)
    : performAuthentication(plan, random, authenticator, at);
}

function makerOf(random: Random, { intermediate }: Plan, at: Instant): Maker {
  return createMaker({ name: 'Acme', aaguids: [AAGUID], random, at, intermediate });
}

function authenticatorOf(random: Random, plan: Plan, maker: Maker, at: Instant): Authenticator {
  const { kind, algorithm, attestationAlgorithm, backupEligible, backedUp, verifiesUser, counter } = plan;
  const settings = { algorithm, attestationAlgorithm, backupEligible, backedUp, verifiesUser, counter };
  const android = { enforcedBy: plan.androidLists };
  const trustGroup = plan.trustGroupKey === 'none' ? null : 'home';
  return createAuthenticator({
    random,
    attestation: kind,
    maker,
    aaguid: AAGUID,
    at,
    android,
    trustGroup,
    ...settings,
  });
}

function performRegistration(
  plan: Plan,
  random: Random,
  authenticator: Authenticator,
  maker: Maker,
  at: Instant,
): Performed {
  const options = exampleCreationOptions(random, { offers: [plan.algorithm] });
  const asked = { ...options, extensions: { ...options.extensions, cmtgKey: true } };
  const made = authenticator.create(asked, { origin: ORIGIN, misbehaviours: toldOf(plan) });
  const trusted = plan.anchors === 'stranger' ? makerOf(random, plan, at) : maker;
  return {
    plan,
    response: tampered(made, plan.tampering, random),
    expected: { ...expectedOf(plan, options.challenge), at },
    credential: { id: made.id, publicKey: '', signCount: 0 },
    publicKeyCose: new Uint8Array(),
    anchors: plan.anchors === 'none' ? null : [trusted.root.der],
    at,
  };
}

function performAuthentication(plan: Plan, random: Random, authenticator: Authenticator, at: Instant): Performed {
  const creation = exampleCreationOptions(random, { offers: [plan.algorithm] });
  const registered = verifyRegistration(authenticator.create(creation, { origin: ORIGIN }), {
    challenge: creation.challenge,
    origins: [ORIGIN],
    rpId: RP_ID,
    requireUserVerification: false,
    supportedAlgs: [numberOf(plan.algorithm)],
  });
  if (!registered.ok) throw new Error(`a conforming registration was refused: ${registered.error.code}`);
  const { credentialId, publicKeyCose, publicKeySpki, signCount, facts } = registered.value;
  const request = exampleRequestOptions(random);
  const asked = { ...request, extensions: { cmtgKey: true } };
  const made = authenticator.get(asked, { origin: ORIGIN, misbehaviours: toldOf(plan) });
  const owner = plan.owner === 'unknown' ? {} : { userHandle: creation.user.id };
  return {
    plan,
    response: tampered(made, plan.tampering, random),
    expected: { ...expectedOf(plan, request.challenge), at },
    credential: {
      id: credentialId,
      publicKey: plan.counter === 'zero' ? publicKeyCose : publicKeySpki,
      algorithm: facts.algorithm,
      signCount: plan.storedCounter === 'ahead' ? 7 : signCount,
      backupEligible: facts.backupEligible,
      ...owner,
      requireUserHandle: plan.owner === 'required',
    },
    publicKeyCose: new Uint8Array(publicKeyCose),
    anchors: null,
    at,
  };
}

function toldOf({ misbehaviours, trustGroupKey }: Plan) {
  return trustGroupKey === 'none' || trustGroupKey === 'holds' ? misbehaviours : [...misbehaviours, trustGroupKey];
}

function expectedOf(plan: Plan, challenge: string): ExpectedRegistration & ExpectedAuthentication {
  const own = numberOf(plan.algorithm);
  const every = coseAlgorithms.map(({ number }) => number);
  const offered = { this: [own], every, others: every.filter((number) => number !== own) };
  const origins = {
    ours: [ORIGIN],
    several: ['https://other.example', ORIGIN],
    foreign: ['https://other.example'],
  };
  return {
    challenge,
    origins: origins[plan.origins],
    rpId: plan.rpId === 'ours' ? RP_ID : 'other.example',
    requireUserVerification: plan.requireUserVerification,
    supportedAlgs: offered[plan.offered],
    allowSha1Attestation: plan.allowSha1,
    trustGroupKeyAsked: plan.trustGroupKey !== 'none',
    ...(plan.conditional ? { mediation: 'conditional' as const } : {}),
    ...(plan.topOrigin === 'listed' ? { allowCrossOrigin: true, topOrigins: [TOP_ORIGIN] } : {}),
  };
}
