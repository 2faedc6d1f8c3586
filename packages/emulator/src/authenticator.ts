import { type CborValue, concatBytes, encodeCbor, toBase64url } from '@holdfast/encoding';
import { type Instant, instant } from '@holdfast/kernel';
import { type AttestationKind, attest } from './attest.ts';
import { type AndroidOptions, androidDefaults } from './attest-android-key.ts';
import type { AuthenticationJSON, CreationOptionsJSON, RegistrationJSON, RequestOptionsJSON } from './ceremony-json.ts';
import { sha256, writeClientData } from './client.ts';
import { aaguidBytes, type Maker } from './maker.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import type { Random } from './random.ts';
import { algorithmNamed, createSigningKey, type SigningAlgorithm, type SigningKey } from './signing-key.ts';
import {
  answerTrustGroupKey,
  type TrustGroup,
  type TrustGroupKeyAnswer,
  type TrustGroupKeyMisbehaviour,
  type TrustGroupKeys,
} from './trust-group-key.ts';

export type AuthenticatorOptions = {
  readonly random: Random;
  readonly attestation: AttestationKind;
  /** Needed wherever something is certified: whoever certifies it. */
  readonly maker?: Maker;
  readonly aaguid?: string;
  readonly algorithm?: SigningAlgorithm;
  /** Of the attestation key: packed with a certificate, and the identity key of a TPM. */
  readonly attestationAlgorithm?: SigningAlgorithm;
  readonly attachment?: 'platform' | 'cross-platform';
  readonly transports?: readonly string[];
  readonly backupEligible?: boolean;
  readonly backedUp?: boolean;
  readonly verifiesUser?: boolean;
  /** `zero` as synced passkeys do. */
  readonly counter?: 'grows' | 'zero';
  /** Can be used without being named. Default true. */
  readonly resident?: boolean;
  /** What the clock of the device says; android-safetynet and certificates made on the way carry it. Default: the year 2026. */
  readonly at?: Instant;
  /** What a phone says of itself in android-key. */
  readonly android?: Partial<AndroidOptions>;
  /** The manager answers the extension `cmtgKey` as a device of this group. Default null: it does not know the extension. */
  readonly trustGroup?: TrustGroup | null;
};

export type CeremonyContext = {
  readonly origin: string;
  readonly misbehaviours?: readonly (Misbehaviour | TrustGroupKeyMisbehaviour)[];
};

/** A software authenticator together with the client in front of it. */
export type Authenticator = {
  readonly create: (options: CreationOptionsJSON, context: CeremonyContext) => RegistrationJSON;
  readonly get: (options: RequestOptionsJSON, context: CeremonyContext) => AuthenticationJSON;
  /** base64url ids, oldest first. */
  readonly credentialIds: () => readonly string[];
  /** From now on it is a device of another group, with the same credentials. Null: nothing can be said of the group. */
  readonly moveToTrustGroup: (group: TrustGroup | null) => void;
};

/** What the client would report as a DOMException of that name. */
export class AuthenticatorError extends Error {
  constructor(name: 'NotAllowedError' | 'InvalidStateError' | 'NotSupportedError', message: string) {
    super(message);
    this.name = name;
  }
}

type HeldCredential = {
  readonly id: Uint8Array;
  readonly key: SigningKey;
  readonly rpId: string;
  readonly userHandle: string;
  readonly trustGroupKeys: TrustGroupKeys;
  signCount: number;
};
type Does = (misbehaviour: Misbehaviour | TrustGroupKeyMisbehaviour) => boolean;
type Settings = Required<Omit<AuthenticatorOptions, 'maker' | 'android' | 'trustGroup'>> &
  Pick<AuthenticatorOptions, 'maker'> & { readonly android: AndroidOptions; trustGroup: TrustGroup | null };

const flag = { UP: 0x01, UV: 0x04, BE: 0x08, BS: 0x10, AT: 0x40, ED: 0x80 } as const;
const ZERO_AAGUID = '00000000-0000-0000-0000-000000000000';
/** 2026-11-20. */
const DEFAULT_AT_MS = 1_795_132_800_000;

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const settings: Settings = {
    aaguid: ZERO_AAGUID,
    algorithm: 'ES256',
    attestationAlgorithm: 'ES256',
    attachment: 'cross-platform',
    transports: ['usb'],
    backupEligible: false,
    backedUp: false,
    verifiesUser: true,
    counter: 'grows',
    resident: true,
    at: instant(DEFAULT_AT_MS),
    trustGroup: null,
    ...options,
    android: { ...androidDefaults, ...options.android },
  };
  const held: HeldCredential[] = [];
  return {
    create: (creation, context) => create(settings, held, creation, context),
    get: (request, context) => get(settings, held, request, context),
    credentialIds: () => held.map(({ id }) => toBase64url(id)),
    moveToTrustGroup: (group) => {
      settings.trustGroup = group;
    },
  };
}

function create(
  settings: Settings,
  held: HeldCredential[],
  options: CreationOptionsJSON,
  { origin, misbehaviours = [] }: CeremonyContext,
): RegistrationJSON {
  const does: Does = (misbehaviour) => misbehaviours.includes(misbehaviour);
  if (options.excludeCredentials?.some(({ id }) => held.some((credential) => toBase64url(credential.id) === id))) {
    throw new AuthenticatorError('InvalidStateError', 'one of the excluded credentials is here');
  }
  const rpId = options.rp.id ?? new URL(origin).hostname;
  const key = createSigningKey(chooseAlgorithm(settings, options, does), settings.random);
  const id = settings.random(does('long-credential-id') ? 1024 : 32);
  const credential: HeldCredential = {
    id,
    key,
    rpId,
    userHandle: options.user.id,
    trustGroupKeys: new Map(),
    signCount: 0,
  };
  held.push(credential);

  // L3 §5.1.3: a client that may not convey the statement puts none in its place and hides the model.
  const conveys = options.attestation !== undefined && options.attestation !== 'none';
  const kind = conveys ? settings.attestation : 'none';
  const aaguid = modelOf(kind, settings, does);
  const clientDataJSON = writeClientData('webauthn.create', options.challenge, origin, does);
  const group = trustGroupAnswer(settings, held, credential, options.extensions, does);
  const authData = writeAuthenticatorData(settings, credential, {
    userVerification: options.authenticatorSelection?.userVerification,
    attested: does('no-attested-data') ? null : attestedData(aaguid, id, publicKey(key, does)),
    extensions: group.extensions,
    does,
  });
  const clientDataHash = sha256(clientDataJSON);
  const signed = concatBytes(authData, clientDataHash);
  const ceremony = { aaguid, key, authData, credentialId: id, clientDataHash, signed, does };
  const { fmt, attStmt } = attest(kind, { ...settings, ...ceremony });
  const attestationObject = encodeCbor(
    new Map<string, CborValue>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', authData],
    ]),
  );
  return {
    ...envelope(settings, id, does),
    response: {
      clientDataJSON: toBase64url(clientDataJSON),
      attestationObject: toBase64url(attestationObject),
      transports: settings.transports,
    },
    clientExtensionResults: {
      ...(options.extensions?.['credProps'] === true && { credProps: { rk: settings.resident } }),
      ...group.clientOutput(signed),
    },
  };
}

function get(
  settings: Settings,
  held: readonly HeldCredential[],
  options: RequestOptionsJSON,
  { origin, misbehaviours = [] }: CeremonyContext,
): AuthenticationJSON {
  const does: Does = (misbehaviour) => misbehaviours.includes(misbehaviour);
  const credential = chooseCredential(
    settings,
    held,
    options.rpId ?? new URL(origin).hostname,
    options.allowCredentials ?? [],
  );
  if (settings.counter === 'grows' && !does('stale-counter')) credential.signCount += 1;
  const clientDataJSON = writeClientData('webauthn.get', options.challenge, origin, does);
  const group = trustGroupAnswer(settings, held, credential, options.extensions, does);
  const authData = writeAuthenticatorData(settings, credential, {
    userVerification: options.userVerification,
    attested: null,
    extensions: group.extensions,
    does,
  });
  const signer = does('foreign-key') ? createSigningKey('ES256', settings.random) : credential.key;
  const signed = concatBytes(authData, sha256(clientDataJSON));
  const signature = does('garbage-signature') ? settings.random(70) : signer.sign(signed);
  const userHandle = does('other-user-handle') ? toBase64url(settings.random(64)) : credential.userHandle;
  return {
    ...envelope(settings, does('other-credential') ? settings.random(32) : credential.id, does),
    response: {
      clientDataJSON: toBase64url(clientDataJSON),
      authenticatorData: toBase64url(authData),
      signature: toBase64url(signature),
      ...(settings.resident && !does('no-user-handle') ? { userHandle } : {}),
    },
    clientExtensionResults: group.clientOutput(signed),
  };
}

function chooseAlgorithm(settings: Settings, { pubKeyCredParams }: CreationOptionsJSON, does: Does): SigningAlgorithm {
  const offers = (name: SigningAlgorithm) => pubKeyCredParams.some(({ alg }) => alg === algorithmNamed(name).number);
  if (does('unoffered-algorithm')) {
    const unoffered = (['ES384', 'ES512', 'EdDSA', 'ES256'] as const).find((name) => !offers(name));
    if (unoffered === undefined) throw new Error('every algorithm was offered');
    return unoffered;
  }
  if (!offers(settings.algorithm)) throw new AuthenticatorError('NotSupportedError', 'no algorithm that was offered');
  return settings.algorithm;
}

function chooseCredential(
  settings: Settings,
  held: readonly HeldCredential[],
  rpId: string,
  allowed: readonly { readonly id: string }[],
): HeldCredential {
  const credential = held.findLast(
    ({ id, rpId: scope }) =>
      scope === rpId &&
      (allowed.length === 0 ? settings.resident : allowed.some((item) => item.id === toBase64url(id))),
  );
  if (credential === undefined) throw new AuthenticatorError('NotAllowedError', 'no credential for this request');
  return credential;
}

function trustGroupAnswer(
  { random, algorithm, trustGroup, backupEligible }: Settings,
  held: readonly HeldCredential[],
  { trustGroupKeys, id }: HeldCredential,
  extensions: Readonly<Record<string, unknown>> | undefined,
  does: Does,
): TrustGroupKeyAnswer {
  const others = held.filter((each) => each.id !== id).map((each) => each.trustGroupKeys);
  const asked = extensions?.['cmtgKey'] === true;
  return answerTrustGroupKey({
    random,
    algorithm,
    group: trustGroup,
    keys: trustGroupKeys,
    others,
    backupEligible,
    asked,
    does,
  });
}

/** U2F knows no models (L3 §8.6), and whoever conveys no statement hides the model too. */
function modelOf(kind: AttestationKind, { attestation, aaguid }: Settings, does: Does): string {
  if (kind === 'fido-u2f') return does('u2f-with-aaguid') ? '00000000-0000-0000-0000-000000000001' : ZERO_AAGUID;
  return kind === attestation ? aaguid : ZERO_AAGUID;
}

/** L3 §6.1. */
function writeAuthenticatorData(
  settings: Settings,
  credential: HeldCredential,
  {
    userVerification,
    attested,
    extensions,
    does,
  }: { userVerification: string | undefined; attested: Uint8Array | null; extensions: Uint8Array; does: Does },
): Uint8Array {
  const verified = settings.verifiesUser && userVerification !== 'discouraged' && !does('no-user-verification');
  const impossible = does('backup-state-without-eligibility');
  const eligible = !impossible && settings.backupEligible !== does('flips-backup-eligibility');
  let flags = does('no-user-presence') ? 0 : flag.UP;
  if (verified) flags |= flag.UV;
  if (eligible) flags |= flag.BE;
  if (impossible || (eligible && settings.backedUp)) flags |= flag.BS;
  if (attested !== null) flags |= flag.AT;
  if (extensions.length > 0) flags |= flag.ED;
  const counter = new Uint8Array(4);
  new DataView(counter.buffer).setUint32(0, credential.signCount);
  const rpIdHash = sha256(does('wrong-rp-id') ? `not.${credential.rpId}` : credential.rpId);
  const trailing = Uint8Array.from(does('trailing-bytes') ? [0] : []);
  return concatBytes(rpIdHash, Uint8Array.of(flags), counter, attested ?? new Uint8Array(), extensions, trailing);
}

/** L3 §6.5.1. */
function attestedData(aaguid: string, id: Uint8Array, cose: Uint8Array): Uint8Array {
  return concatBytes(aaguidBytes(aaguid), Uint8Array.of(id.length >> 8, id.length & 0xff), id, cose);
}

/** The last byte of an EC key's COSE form belongs to y: any other y is on the curve by accident only. */
function publicKey({ cose }: SigningKey, does: Does): Uint8Array {
  const bytes = cose.slice();
  if (does('key-off-curve')) bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  return bytes;
}

function envelope({ attachment, random }: Settings, id: Uint8Array, does: Does) {
  const rawId = does('mismatched-raw-id') ? random(32) : id;
  return {
    id: toBase64url(id),
    rawId: toBase64url(rawId),
    type: 'public-key',
    authenticatorAttachment: attachment,
  } as const;
}
