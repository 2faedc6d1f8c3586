import { coseAlgorithms, parseCertificate, pemCertificates, toBase64url } from '@holdfast/encoding';
import { err, type Instant, instant, ok, type Result } from '@holdfast/kernel';
import type { ExpectedAuthentication, ExpectedRegistration, StoredCredential } from '@holdfast/webauthn';
import { isObject, type JsonObject, own } from './own-members.ts';

/** A member of a case that cannot be used, by its path, and why. */
export type CaseProblem = { readonly path: string; readonly message: string };

export type CaseId = string | number | null;

export type RegistrationCase = {
  readonly id: CaseId;
  readonly ceremony: 'registration';
  readonly response: unknown;
  readonly expected: ExpectedRegistration;
  readonly anchors: Anchors;
  /** When certificates must have been valid. */
  readonly at: Instant;
};

export type AuthenticationCase = {
  readonly id: CaseId;
  readonly ceremony: 'authentication';
  readonly response: unknown;
  readonly expected: ExpectedAuthentication;
  readonly credential: StoredCredential;
};

export type InspectCase = RegistrationCase | AuthenticationCase;

export type Anchors = {
  /** base64url of DER. */
  readonly certificates: readonly string[];
  /** Sentences about anchors that were left out because nobody can read them. */
  readonly leftOut: readonly string[];
};

/** A case of which some members may be missing: what depends on them cannot be compared. */
export type ReadCase = {
  readonly given: InspectCase;
  /** Paths of members that a complete case has. */
  readonly missing: readonly string[];
};

/** `inspect` takes every algorithm unless told otherwise, also those that a policy never allows. */
const RS1 = -65535;
const mediations = ['conditional', 'optional', 'required', 'silent', 'immediate'];
const expectedMembers = [
  'challenge',
  'origins',
  'rpId',
  'requireUserVerification',
  'supportedAlgs',
  'allowCrossOrigin',
  'topOrigins',
  'mediation',
  'appid',
  'trustGroupKeyAsked',
  'allowSha1Attestation',
  'skipTimestampCheck',
  'androidKeyRequireTee',
];
const credentialMembers = ['id', 'publicKey', 'signCount', 'backupEligible', 'userHandle'];

/** The id of a case, to answer with, whatever else is wrong with it. */
export function caseId(input: unknown): CaseId {
  const id = own(input, 'id');
  return typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id)) ? id : null;
}

/**
 * Reads one case. Members of `expected` and `credential` that nobody knows are refused, because a misspelt one would make a
 * judgement less strict in silence; members beside them, such as a comment, are not looked at.
 *
 * @param now when certificates must be valid, where the case has no `at`
 */
export function readCase(input: unknown, now: Instant): Result<ReadCase, readonly CaseProblem[]> {
  if (!isObject(input)) return err([{ path: '', message: 'A case is a JSON object.' }]);
  const read = new MemberReader();
  const ceremony = read.ceremony(input);
  const response = own(input, 'response');
  if (response === undefined) read.report('response', 'Missing: what the browser sent.');
  const members = read.object(input, 'expected', expectedMembers);
  const common = {
    challenge: read.text(members, 'expected.challenge') ?? '',
    origins: read.texts(members, 'expected.origins') ?? [],
    rpId: read.text(members, 'expected.rpId') ?? '',
    requireUserVerification: read.boolean(members, 'expected.requireUserVerification') ?? false,
    ...optional('allowCrossOrigin', read.boolean(members, 'expected.allowCrossOrigin', false)),
    ...optional('topOrigins', read.texts(members, 'expected.topOrigins', false)),
    ...optional('appid', read.text(members, 'expected.appid', false)),
    ...optional('trustGroupKeyAsked', read.boolean(members, 'expected.trustGroupKeyAsked', false)),
  };
  const id = caseId(input);
  const at = readTime(own(input, 'at'), read) ?? now;
  const given: InspectCase =
    ceremony === 'authentication'
      ? { id, ceremony, response, expected: common, credential: readCredential(input, read) }
      : {
          id,
          ceremony: 'registration',
          response,
          expected: { ...common, ...readRegistrationOptions(members, read), at },
          anchors: readAnchors(own(input, 'trustAnchors'), read),
          at,
        };
  return read.problems.length === 0 ? ok({ given, missing: read.missing }) : err(read.problems);
}

function readRegistrationOptions(members: JsonObject, read: MemberReader): Partial<ExpectedRegistration> {
  const mediation = read.text(members, 'expected.mediation', false);
  if (mediation !== undefined && !mediations.includes(mediation)) {
    read.report('expected.mediation', `Must be one of ${mediations.join(', ')}.`);
  }
  const allowSha1Attestation = read.boolean(members, 'expected.allowSha1Attestation', false) ?? true;
  const all = coseAlgorithms.map(({ number }) => number).filter((number) => allowSha1Attestation || number !== RS1);
  return {
    supportedAlgs: read.numbers(members, 'expected.supportedAlgs') ?? all,
    ...(mediation === 'conditional' ? { mediation } : {}),
    allowSha1Attestation,
    skipTimestampCheck: read.boolean(members, 'expected.skipTimestampCheck', false) ?? false,
    androidKeyRequireTee: read.boolean(members, 'expected.androidKeyRequireTee', false) ?? false,
  };
}

function readCredential(input: JsonObject, read: MemberReader): StoredCredential {
  const members = read.object(input, 'credential', credentialMembers);
  const signCount = own(members, 'signCount');
  if (signCount === undefined) read.isMissing('credential.signCount');
  else if (!isCount(signCount)) read.report('credential.signCount', 'Must be a whole number from 0 to 4294967295.');
  return {
    id: read.text(members, 'credential.id') ?? '',
    publicKey: read.text(members, 'credential.publicKey') ?? '',
    signCount: isCount(signCount) ? signCount : 0,
    ...optional('backupEligible', read.boolean(members, 'credential.backupEligible', false)),
    ...optional('userHandle', read.text(members, 'credential.userHandle', false)),
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= 0xffff_ffff;
}

/** PEM texts, each of one or several certificates, or base64 of DER. */
function readAnchors(value: unknown, read: MemberReader): Anchors {
  if (value === undefined) return { certificates: [], leftOut: [] };
  if (!Array.isArray(value) || value.some((text) => typeof text !== 'string')) {
    read.report('trustAnchors', 'Must be a list of certificates, each as PEM or as base64 of DER.');
    return { certificates: [], leftOut: [] };
  }
  const certificates: string[] = [];
  const leftOut: string[] = [];
  for (const [index, text] of (value as readonly string[]).entries()) {
    const ders = text.includes('-----BEGIN') ? pemCertificates(text) : [new Uint8Array(Buffer.from(text, 'base64'))];
    const readable = ders.filter((der) => parseCertificate(der).ok);
    certificates.push(...readable.map(toBase64url));
    if (ders.length === 0 || readable.length < ders.length) {
      leftOut.push(`Trust anchor ${index + 1} cannot be read as a certificate and was left out.`);
    }
  }
  return { certificates, leftOut };
}

function readTime(value: unknown, read: MemberReader): Instant | null {
  if (value === undefined) return null;
  const ms = typeof value === 'string' && /^\d{4}-\d\d-\d\d(T|$)/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isSafeInteger(ms)) return instant(ms);
  read.report('at', 'Must be an ISO 8601 time such as 2026-11-20T09:00:00Z.');
  return null;
}

function optional<Name extends string, T>(name: Name, value: T | undefined): { readonly [K in Name]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [K in Name]: T });
}

/** Reads members by their paths and collects what is wrong, so that whoever wrote the case gets all of it at once. */
class MemberReader {
  readonly problems: CaseProblem[] = [];
  readonly missing: string[] = [];

  report(path: string, message: string): void {
    this.problems.push({ path, message });
  }

  isMissing(path: string): void {
    this.missing.push(path);
  }

  ceremony(input: JsonObject): 'registration' | 'authentication' {
    const ceremony = own(input, 'ceremony');
    if (ceremony === 'registration' || ceremony === 'authentication') return ceremony;
    if (ceremony !== undefined) this.report('ceremony', 'Must be "registration" or "authentication".');
    else this.isMissing('ceremony');
    return own(own(own(input, 'response'), 'response'), 'signature') === undefined ? 'registration' : 'authentication';
  }

  object(input: JsonObject, path: string, known: readonly string[]): JsonObject {
    const value = own(input, path);
    if (value === undefined) {
      this.isMissing(path);
      return {};
    }
    if (!isObject(value)) {
      this.report(path, 'Must be an object.');
      return {};
    }
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) this.report(`${path}.${name}`, `Unknown member. Known are ${known.join(', ')}.`);
    }
    return value;
  }

  text(members: JsonObject, path: string, isNeeded = true): string | undefined {
    return this.#member(members, path, isNeeded, 'a text', (value) => typeof value === 'string');
  }

  boolean(members: JsonObject, path: string, isNeeded = true): boolean | undefined {
    return this.#member(members, path, isNeeded, 'true or false', (value) => typeof value === 'boolean');
  }

  texts(members: JsonObject, path: string, isNeeded = true): readonly string[] | undefined {
    const isText = (each: unknown) => typeof each === 'string';
    return this.#member(members, path, isNeeded, 'a list of texts', (value): value is string[] => {
      return Array.isArray(value) && value.every(isText);
    });
  }

  numbers(members: JsonObject, path: string): readonly number[] | undefined {
    return this.#member(members, path, false, 'a list of COSE algorithm numbers', (value): value is number[] => {
      return Array.isArray(value) && value.every(Number.isSafeInteger);
    });
  }

  #member<T>(
    members: JsonObject,
    path: string,
    isNeeded: boolean,
    what: string,
    isOne: (value: unknown) => value is T,
  ): T | undefined {
    const value = own(members, path.slice(path.lastIndexOf('.') + 1));
    if (value === undefined) {
      if (isNeeded) this.isMissing(path);
      return undefined;
    }
    if (isOne(value)) return value;
    this.report(path, `Must be ${what}.`);
    return undefined;
  }
}
