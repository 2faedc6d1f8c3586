import { asksTrustGroupKey, type RequestOptionsJSON, requestOptions } from '@holdfast/policy';
import type { Actor } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { credentialsForUsername, credentialsOfPerson } from '../../store/credentials.ts';
import type { CeremonyCall } from '../ceremony/ceremony-call.ts';
import { CHALLENGE_LIFETIME_MS, mintChallenge, type Purpose } from '../ceremony/challenge.ts';
import { userVerificationAsked } from '../ceremony/check-assertion.ts';
import { type AllowedCredential, decoyCredentials } from '../ceremony/decoys.ts';
import { ceremonyIdFor, type Prepared } from '../ceremony/prepared.ts';

/**
 * Options for a sign-in. Nothing is written, and a name that nobody has takes the same work and gets the same shape as
 * one that somebody has (product.md A7).
 *
 * @param typed the username as typed; null for a usernameless sign-in
 */
export async function signInOptions(
  ports: Ports,
  call: CeremonyCall,
  typed: string | null,
): Promise<Prepared<RequestOptionsJSON>> {
  if (typed === null) return await prepare(ports, call, { purpose: 'sign_in', subject: '', allow: [] });
  const username = typed.trim().toLowerCase();
  // Both are worked out for every name.
  const decoys = decoyCredentials(ports.keys.decoy, username);
  const real = await credentialsForUsername(ports.database.queries, username);
  const allow = (real.length > 0 ? real : decoys).toSorted(byId);
  return await prepare(ports, call, { purpose: 'sign_in_named', subject: username, allow });
}

/** One order for real ones and decoys, byte by byte: that of a database depends on its locale, and would tell them apart. */
function byId(a: AllowedCredential, b: AllowedCredential): number {
  return a.id < b.id ? -1 : 1;
}

/** Options for a fresh assertion of the person who is signed in. */
export async function confirmOptions(
  ports: Ports,
  call: CeremonyCall,
  { personId }: Actor,
): Promise<Prepared<RequestOptionsJSON>> {
  const credentials = await credentialsOfPerson(ports.database.queries, personId);
  const allow = credentials.filter(({ status }) => status === 'active');
  return await prepare(ports, call, { purpose: 'confirm', subject: personId, allow });
}

async function prepare(
  ports: Ports,
  call: CeremonyCall,
  { purpose, subject, allow }: { purpose: Purpose; subject: string; allow: readonly AllowedCredential[] },
): Promise<Prepared<RequestOptionsJSON>> {
  const { policy } = await ports.standing();
  const ceremonyId = ceremonyIdFor(ports, call.ceremonyId);
  const challenge = mintChallenge(
    { key: ports.keys.challenge, ceremonyId: ceremonyId.value },
    { purpose, subject, at: call.at, random: ports.randomBytes(32) },
  );
  const options = requestOptions(null, {
    rpId: ports.config.rpId,
    challenge,
    timeoutMs: CHALLENGE_LIFETIME_MS,
    allow: allow.map(({ id, transports }) => ({ id, transports })),
    trustGroupKeyAsked: asksTrustGroupKey(policy),
  });
  return {
    publicKey: { ...options, userVerification: userVerificationAsked(policy) },
    newCeremonyId: ceremonyId.isNew ? ceremonyId.value : null,
  };
}
