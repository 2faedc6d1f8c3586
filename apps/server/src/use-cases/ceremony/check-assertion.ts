import { err, ok, type Result, refuse } from '@holdfast/kernel';
import { asksTrustGroupKey, type EffectivePolicy, type Policy, type Verdict } from '@holdfast/policy';
import type { Assessment, TrustData } from '@holdfast/trust';
import {
  type ExpectedAuthentication,
  peekAuthentication,
  type StoredCredential,
  type VerifiedAuthentication,
  verifyAuthentication,
} from '@holdfast/webauthn';
import { errorEntry } from '../../errors.ts';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { type Credential, findCredentialWithPerson } from '../../store/credentials.ts';
import type { Person } from '../../store/people.ts';
import { assessToday } from '../judging/assess-today.ts';
import { guided } from '../judging/guide-person.ts';
import { type Alarm, alarmsOf, eligibilityAlarm } from './alarms.ts';
import { type CeremonyCall, ceremonyOrigins } from './ceremony-call.ts';
import { checkChallenge, type OpenChallenge, type Purpose } from './challenge.ts';
import { credentialKey, personKey } from './count-keys.ts';
import { nobodysCredential } from './decoys.ts';
import { ImportedKeys } from './imported-keys.ts';
import { type Judged, judgeOnce } from './judge-once.ts';
import { refusedByPolicy } from './refused-by-policy.ts';

/** An assertion that holds, by whom, and what else it showed. Nothing is written yet. */
export type Asserted = {
  readonly challenge: OpenChallenge;
  readonly person: Person;
  readonly credential: Credential;
  readonly verified: VerifiedAuthentication;
  readonly origin: string;
  readonly effective: EffectivePolicy;
  /** Under the trust data and the policy of this moment. */
  readonly assessment: Assessment;
  readonly verdict: Verdict;
  /** Signs of a copy; the caller reacts as the policy says. */
  readonly alarms: readonly Alarm[];
};

export type AssertionCall = CeremonyCall & { readonly response: unknown };
export type Asked = {
  readonly accepts: readonly Purpose[];
  /** Type of the event of a refusal. */
  readonly refusedAs: string;
};

/**
 * Everything about an assertion that is decided before anything is written, from the challenge to the policy.
 *
 * Until the signature is verified, a passkey that nobody has is treated like one that somebody has, with the same steps
 * and the same words, so that trying ids tells nothing (product.md A7). After it the caller has proved to hold the key.
 */
export async function checkAssertion(
  ports: Ports,
  call: AssertionCall,
  asked: Asked,
): Promise<Result<Asserted, RefusedCall>> {
  const peeked = peekAuthentication(call.response);
  if (!peeked.ok) return err(anonymousRefusal(asked, peeked.error));
  const { credentialId, challenge: text, origin } = peeked.value;
  const key = ports.keys.challenge;
  const challenge = checkChallenge({ key, ceremonyId: call.ceremonyId }, { text, accepts: asked.accepts, at: call.at });
  if (!challenge.ok) return err(anonymousRefusal(asked, challenge.error));
  if (challenge.value.purpose === 'confirm' && !challenge.value.isFor(call.actor?.personId ?? '')) {
    return err(anonymousRefusal(asked, refuse('challenge.foreign', { reason: 'made for another person' })));
  }

  const { policy, trust } = await ports.standing();
  const found = await findCredentialWithPerson(ports.database.queries, credentialId);
  const expected = expectedOf(ports, policy, challenge.value);
  const requireUserHandle = challenge.value.purpose === 'sign_in';
  const stored = storedFor(ports, found, credentialId);
  const verified = verifyAuthentication(call.response, expected, { ...stored, requireUserHandle });
  if (found === null) return err(unknownCredential(asked, credentialId, verified.ok ? null : verified.error));

  const refused = { ...found, policy, refusedAs: asked.refusedAs };
  const signed = signedWith(call.response, expected, { ...stored, requireUserHandle }, verified);
  if (!signed.ok) return err(refusalAbout(refused, neutral(signed.error)));
  const assessment = await assessToday(ports.database.queries, trust, found.credential.factsDigest);
  const decided = await decideSigned(ports, call, challenge.value, { ...found, policy, trust, assessment });
  if (!decided.ok) return err(provedRefusal(refused, decided.error));
  const { effective, verdict } = decided.value;
  const alarms = verified.ok ? alarmsOf(effective, found.credential, signed.value) : [eligibilityAlarm(effective)];
  return ok({
    ...found,
    challenge: challenge.value,
    verified: signed.value,
    origin,
    effective,
    assessment,
    verdict,
    alarms,
  });
}

/**
 * Required as soon as anybody needs it: at the time of the request nobody is known, and an answer that depended on whom
 * a name belongs to would tell who has an account.
 */
export function userVerificationAsked({ populations }: Policy): 'required' | 'preferred' {
  const allPrefer = populations.length > 0 && populations.every((each) => each.userVerification === 'preferred');
  return allPrefer ? 'preferred' : 'required';
}

function expectedOf({ config }: Ports, policy: Policy, challenge: OpenChallenge): ExpectedAuthentication {
  return {
    challenge: challenge.text,
    origins: ceremonyOrigins(config),
    rpId: config.rpId,
    requireUserVerification: userVerificationAsked(policy) === 'required',
    trustGroupKeyAsked: asksTrustGroupKey(policy),
  };
}

type Found = { readonly credential: Credential; readonly person: Person };

/** Of this process. A key is taken from it only where it is, byte by byte, the one that is stored. */
const importedKeys = new ImportedKeys();

function storedFor({ keys }: Ports, found: Found | null, credentialId: string): StoredCredential {
  if (found === null) return nobodysCredential(keys.decoy, credentialId);
  const { credential, person } = found;
  const importedKey = importedKeys.of(credential);
  return {
    id: credential.id,
    publicKey: credential.publicKeySpki,
    algorithm: credential.algorithm,
    ...(importedKey === null ? {} : { importedKey }),
    signCount: credential.signCount,
    backupEligible: credential.backupEligible,
    userHandle: person.userHandle,
  };
}

/**
 * Backup eligibility is compared before the signature (L3 §7.2 step 19). Whether a change is real or only claimed by
 * somebody without the key shows in the rest of the steps; nobody's passkey is set aside for what was not signed.
 */
function signedWith(
  response: unknown,
  expected: ExpectedAuthentication,
  stored: StoredCredential,
  verified: ReturnType<typeof verifyAuthentication>,
): ReturnType<typeof verifyAuthentication> {
  if (verified.ok || verified.error.code !== 'webauthn.backup_eligibility_changed') return verified;
  const { backupEligible: _, ...rest } = stored;
  return verifyAuthentication(response, expected, rest);
}

/** What stands between a signature that holds and getting in: whose it is, its state, today's policy. */
async function decideSigned(
  { database }: Ports,
  call: AssertionCall,
  challenge: OpenChallenge,
  found: Found & { readonly policy: Policy; readonly trust: TrustData; readonly assessment: Assessment },
): Promise<Result<Judged, RefusedCall>> {
  const ownership = refusalOfOwner(call, challenge, found);
  if (ownership !== null) return err(ownership);
  const { policy, person, credential, assessment } = found;
  const judged = judgeOnce(policy, person.groups, assessment);
  const isRefused = judged.verdict.outcome === 'refused';
  if (!isRefused && credential.status === 'active') return ok(judged);
  const refusal = isRefused ? refusedByPolicy(judged.verdict) : refuse('sign_in.credential_quarantined');
  return err(await guided(database.queries, refusal, { ...found, verdict: judged.verdict }));
}

function refusalOfOwner(
  { actor }: AssertionCall,
  challenge: OpenChallenge,
  { credential, person }: Found,
): RefusedCall | null {
  if (challenge.purpose === 'confirm' && actor?.personId !== person.id) return refuse('sign_in.other_person');
  if (challenge.purpose === 'sign_in_named' && !challenge.isFor(person.username)) return refuse('sign_in.other_person');
  if (person.status !== 'active') return refuse('sign_in.person_disabled', { status: person.status });
  if (credential.status === 'revoked' || credential.status === 'pending') {
    return refuse('sign_in.credential_not_active', { status: credential.status });
  }
  return null;
}

function anonymousRefusal({ refusedAs }: Asked, refused: RefusedCall): RefusedCall {
  return { ...refused, event: { type: refusedAs } };
}

/** The same as the holder of a real passkey gets for the same mistake, where that does not depend on the passkey. */
function unknownCredential({ refusedAs }: Asked, credentialId: string, refused: RefusedCall | null): RefusedCall {
  const same = refused !== null && errorEntry(refused.code).public !== CEREMONY_REFUSED;
  return {
    ...(same ? refused : refuse('sign_in.credential_unknown', { verification: refused?.code ?? null })),
    event: { type: refusedAs, credentialId },
    countedFor: [credentialKey(credentialId)],
  };
}

const CEREMONY_REFUSED = 'ceremony_refused';

/** The same words for everything that is refused before the signature. */
function neutral(refused: RefusedCall): RefusedCall {
  if (errorEntry(refused.code).public !== CEREMONY_REFUSED) return refused;
  return { ...refused, message: errorEntry('sign_in.credential_unknown').person };
}

type About = Found & { readonly policy: Policy; readonly refusedAs: string };

function refusalAbout({ refusedAs, credential, person, policy }: About, refused: RefusedCall): RefusedCall {
  return {
    ...refused,
    event: {
      type: refusedAs,
      subjectId: person.id,
      credentialId: credential.id,
      policyDigest: policy.digest,
      detail: { passkey: credential.name, model: credential.modelName, ...refused.event?.detail },
    },
    countedFor: [credentialKey(credential.id)],
  };
}

/**
 * A refusal of somebody who proved to hold the key. Only now the person is counted as well: before, two passkeys that
 * reach a limit together would tell that they belong to one account.
 */
function provedRefusal(about: About, refused: RefusedCall): RefusedCall {
  const refusal = refusalAbout(about, refused);
  return { ...refusal, countedFor: [...(refusal.countedFor ?? []), personKey(about.person.id)] };
}
