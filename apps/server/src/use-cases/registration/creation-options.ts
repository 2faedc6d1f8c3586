import { err, ok, type Result, refuse } from '@holdfast/kernel';
import { type CreationOptionsJSON, creationOptions, effectivePolicy, requirements } from '@holdfast/policy';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { credentialsOfPerson } from '../../store/credentials.ts';
import type { CeremonyCall } from '../ceremony/ceremony-call.ts';
import { CHALLENGE_LIFETIME_MS, mintChallenge } from '../ceremony/challenge.ts';
import { ceremonyIdFor, type Prepared } from '../ceremony/prepared.ts';
import { type Authority, authorise, REGISTRATION_REFUSED } from './authorise.ts';

/** Options for creating a passkey that today's policy can accept. Nothing is written. */
export async function registrationOptions(
  ports: Ports,
  call: CeremonyCall,
  token: string | null,
): Promise<Result<Prepared<CreationOptionsJSON>, RefusedCall>> {
  const authority = await authorise(ports, call, token, 'demanded');
  if (!authority.ok) return authority;
  const { person } = authority.value;
  const { policy } = await ports.standing();
  const effective = effectivePolicy(policy, person.groups);
  const credentials = await credentialsOfPerson(ports.database.queries, person.id);
  const ceremonyId = ceremonyIdFor(ports, call.ceremonyId);
  const challenge = mintChallenge(
    { key: ports.keys.challenge, ceremonyId: ceremonyId.value },
    { purpose: 'registration', subject: person.id, at: call.at, random: ports.randomBytes(32) },
  );
  const options = creationOptions(effective, {
    rp: { id: ports.config.rpId, name: ports.config.organisationName },
    user: { id: person.userHandle, name: person.username, displayName: person.displayName },
    challenge,
    timeoutMs: CHALLENGE_LIFETIME_MS,
    // Passkeys that are set aside or revoked are left out, so that the same authenticator can enrol again (lessons 37).
    exclude: credentials
      .filter(({ status }) => status === 'active' || status === 'pending')
      .map(({ id, transports }) => ({ id, transports })),
  });
  if (!options.ok) return err(refusalFor(authority.value, policy.digest, options.error));
  if (!requirements(effective, credentials).mayAdd) {
    return err(
      refusalFor(
        authority.value,
        policy.digest,
        refuse('policy.maximum_reached', { maximum: effective.maximumCredentials }),
      ),
    );
  }
  return ok({ publicKey: options.value, newCeremonyId: ceremonyId.isNew ? ceremonyId.value : null });
}

/** A refusal that says whom it is about and under which policy. */
export function refusalFor({ person }: Authority, policyDigest: string, refused: RefusedCall): RefusedCall {
  return {
    ...refused,
    event: { type: REGISTRATION_REFUSED, subjectId: person.id, policyDigest, ...refused.event },
  };
}
