import { err, ok, type Result, refuse } from '@holdfast/kernel';
import {
  algorithmNumbers,
  type EffectivePolicy,
  effectivePolicy,
  judge,
  requirements,
  type Verdict,
} from '@holdfast/policy';
import { type Assessment, assess } from '@holdfast/trust';
import { peekRegistration, type VerifiedRegistration, verifyRegistration } from '@holdfast/webauthn';
import { callerEvent } from '../../access/caller-event.ts';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports, Standing } from '../../ports.ts';
import { refreshAudience } from '../../store/audiences.ts';
import { appendEvent } from '../../store/audit.ts';
import { spendChallenge } from '../../store/challenges.ts';
import { type Credential, credentialsOfPerson, findCredential, insertCredential } from '../../store/credentials.ts';
import type { Tx } from '../../store/database.ts';
import { useInvitation } from '../../store/invitations.ts';
import { lockActivePerson, noteEnrolment } from '../../store/people.ts';
import { type CeremonyCall, ceremonyOrigins } from '../ceremony/ceremony-call.ts';
import { checkChallenge, type OpenChallenge } from '../ceremony/challenge.ts';
import { credentialKey, personKey } from '../ceremony/count-keys.ts';
import { isDecoyId } from '../ceremony/decoys.ts';
import { judgeOnce } from '../ceremony/judge-once.ts';
import { refusedByPolicy } from '../ceremony/refused-by-policy.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { ACCEPTED_REASON } from '../judging/projection.ts';
import { rememberJudged } from '../judging/remember-judged.ts';
import { keepGroup } from '../trust-group-keys/keep-key.ts';
import { type Authority, authorise, REGISTRATION_REFUSED } from './authorise.ts';
import { refusalFor } from './creation-options.ts';
import { suggestName } from './name-passkey.ts';

export type RegistrationCall = CeremonyCall & {
  readonly token: string | null;
  readonly response: unknown;
  readonly name: string | null;
};

/** A new passkey that was verified, assessed and accepted, not yet stored. */
type Accepted = {
  readonly authority: Authority;
  readonly challenge: OpenChallenge;
  readonly verified: VerifiedRegistration;
  readonly origin: string;
  readonly name: string;
  readonly effective: EffectivePolicy;
  readonly assessment: Assessment;
  readonly verdict: Verdict;
};

export type Registered = {
  readonly authority: Authority;
  readonly credential: Credential;
  readonly effective: EffectivePolicy;
  /** Every passkey of the person that is not revoked, the new one included. */
  readonly credentials: readonly Credential[];
};

/** Verifies, assesses and judges a new passkey, and stores it when the policy accepts it. */
export async function register(ports: Ports, call: RegistrationCall): Promise<Result<Registered, RefusedCall>> {
  const authority = await authorise(ports, call, call.token, 'proved by the challenge');
  if (!authority.ok) return authority;
  const standing = await ports.standing();
  const accepted = decide(ports, standing, call, authority.value);
  if (!accepted.ok) {
    return err(refusalFor(authority.value, standing.policy.digest, accepted.error));
  }
  const { credentialId } = accepted.value.verified;
  return await decideInTransaction(ports.database, async (tx) => {
    const stored = await store(ports, standing, tx, call, accepted.value);
    if (stored.ok) return stored;
    return err(
      refusalFor(authority.value, standing.policy.digest, {
        ...stored.error,
        countedFor: [credentialKey(credentialId)],
      }),
    );
  });
}

/** Everything that is decided before anything is written. */
function decide(
  { keys, config }: Ports,
  { policy, trust }: Standing,
  call: RegistrationCall,
  authority: Authority,
): Result<Accepted, RefusedCall> {
  const { person } = authority;
  const peeked = peekRegistration(call.response);
  if (!peeked.ok) return peeked;
  const { challenge: text, origin } = peeked.value;
  const binding = { key: keys.challenge, ceremonyId: call.ceremonyId };
  const challenge = checkChallenge(binding, { text, accepts: ['registration'], at: call.at });
  if (!challenge.ok) return challenge;
  if (!challenge.value.isFor(person.id)) {
    return err({
      ...refuse('challenge.foreign', { reason: 'made for another person' }),
      countedFor: [personKey(person.id)],
    });
  }
  const effective = effectivePolicy(policy, person.groups);
  const verified = verifyRegistration(call.response, {
    challenge: text,
    origins: ceremonyOrigins(config),
    rpId: config.rpId,
    requireUserVerification: effective.userVerification === 'required',
    supportedAlgs: effective.algorithms.flatMap((name) => [...algorithmNumbers[name]]),
    trustGroupKeyAsked: effective.trustGroupKeyAsked,
  });
  if (!verified.ok) return verified;
  const assessment = assess(verified.value.facts, trust, call.at);
  const verdict = judge(policy, person.groups, assessment);
  if (verdict.outcome === 'refused') {
    const refused = refusedByPolicy(verdict);
    const detail = { ...refused.event?.detail, ...aboutPasskey(assessment, verdict) };
    const { credentialId } = verified.value;
    return err({ ...refused, event: { type: REGISTRATION_REFUSED, credentialId, detail } });
  }
  const name = call.name ?? suggestName(assessment.model.name, call.caller.userAgent);
  return ok({
    authority,
    challenge: challenge.value,
    verified: verified.value,
    origin,
    name,
    effective,
    assessment,
    verdict,
  });
}

async function store(
  ports: Ports,
  { policy, trust }: Standing,
  tx: Tx,
  call: RegistrationCall,
  accepted: Accepted,
): Promise<Result<Registered, RefusedCall>> {
  const { authority, challenge, verified, effective, assessment } = accepted;
  const { person } = authority;
  if (!(await spendChallenge(tx, challenge.digest, challenge.expiresAt))) return err(refuse('challenge.spent'));
  const entitled = await useAuthority(tx, call, authority);
  if (!entitled.ok) return entitled;
  // Counted under the lock of the person: two tabs at once cannot both be the last that fits.
  const before = await credentialsOfPerson(tx, person.id);
  if (!requirements(effective, before).mayAdd) {
    return err(refuse('policy.maximum_reached', { maximum: effective.maximumCredentials }));
  }
  // An id that we gave out as a decoy counts as taken, or trying to take it would tell it from a real one.
  if (isDecoyId(ports.keys.decoy, verified.credentialId)) return err(refuse('registration.credential_exists'));
  // The groups as they are under the lock: somebody may have changed them since.
  const audience = await refreshAudience(tx, person.id);
  const { verdict } = judgeOnce(policy, audience.groups, assessment);
  if (verdict.outcome === 'refused') return err(refusedByPolicy(verdict));
  const { facts } = verified;
  const judged = { facts, at: call.at, trust, audienceId: audience.id, assessment, verdict };
  const inserted = await insertCredential(tx, {
    verified,
    personId: person.id,
    name: accepted.name,
    statusReason: ACCEPTED_REASON,
    assessment,
    tier: verdict.tier,
    judgementId: await rememberJudged(tx, judged),
    rpId: ports.config.rpId,
    origin: accepted.origin,
    address: call.caller.address,
    at: call.at,
  });
  if (!inserted) return err(refuse('registration.credential_exists'));
  await appendRegistration(ports, tx, call, accepted);
  const kept = await keepGroup(ports, tx, {
    at: call.at,
    caller: call.caller,
    personId: person.id,
    passkey: { id: verified.credentialId, name: accepted.name },
    policyDigest: policy.digest,
    effective,
    key: verified.trustGroupKey,
  });
  if (!kept.ok) return kept;
  const credential = await findCredential(tx, verified.credentialId);
  if (credential === null) throw new Error('a passkey that was stored just now is not there');
  return ok({ authority, credential, effective, credentials: [...before, credential] });
}

/** Locks the person and uses what entitles them, once. */
async function useAuthority(
  tx: Tx,
  { at }: RegistrationCall,
  authority: Authority,
): Promise<Result<void, RefusedCall>> {
  const { person } = authority;
  if (authority.by === 'session') {
    return (await lockActivePerson(tx, person.id)) ? ok(undefined) : err(refuse('session.required'));
  }
  const used = (await noteEnrolment(tx, person.id, at)) && (await useInvitation(tx, authority.invitation.id, at));
  return used ? ok(undefined) : err(refuse('invitation.unusable'));
}

async function appendRegistration(
  ports: Ports,
  tx: Tx,
  { at, caller }: RegistrationCall,
  { authority, verified, verdict, assessment, name, origin }: Accepted,
): Promise<void> {
  const { person } = authority;
  const actor = { personId: person.id };
  if (authority.by === 'invitation') {
    const event = callerEvent(caller, actor, {
      type: 'invitation.used',
      subjectId: person.id,
      detail: { invitationId: authority.invitation.id, invitedBy: authority.invitation.invitedBy },
    });
    await appendEvent(tx, ports.newId(at), at, event);
  }
  const event = callerEvent(caller, actor, {
    type: 'passkey.registered',
    subjectId: person.id,
    credentialId: verified.credentialId,
    policyDigest: verdict.policyDigest,
    detail: {
      passkey: name,
      authority: authority.by,
      ...aboutPasskey(assessment, verdict),
      counter: verified.signCount,
      ceremonyOrigin: origin,
    },
  });
  await appendEvent(tx, ports.newId(at), at, event);
}

function aboutPasskey(assessment: Assessment, verdict: Verdict): Readonly<Record<string, unknown>> {
  return {
    model: assessment.model.name,
    aaguid: assessment.model.aaguid,
    class: assessment.class,
    evidence: assessment.evidence,
    attestation: assessment.attestation.type,
    attestationFormat: assessment.attestation.format,
    attestationTrusted: assessment.attestation.trusted,
    algorithm: assessment.algorithm,
    userVerified: assessment.userVerified,
    backupEligible: assessment.backupEligible,
    backedUp: assessment.backedUp,
    tier: verdict.tier,
  };
}
