import type { Instant } from '@holdfast/kernel';
import { judge, type Verdict } from '@holdfast/policy';
import { serverErrors } from '../../errors.ts';
import type { Actor } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { credentialsOfPerson } from '../../store/credentials.ts';
import {
  type CredentialDetail,
  countSessionsOfCredential,
  findCredentialDetail,
} from '../../store/credentials-admin.ts';
import { findPerson } from '../../store/people.ts';
import { assessToday } from '../judging/assess-today.ts';
import { isProtectedFrom } from '../people/protection.ts';
import { releaseObstacle } from './quarantine.ts';

export type CredentialView = CredentialDetail & {
  /** By the policy and the groups of this moment, not as it was stored. */
  readonly verdict: Verdict;
  readonly mayRevoke: boolean;
  readonly mayQuarantine: boolean;
  readonly mayRelease: boolean;
  /** Of a quarantined one that nobody can release. */
  readonly releaseBlockedBecause: string | null;
  readonly revocationEffect: string;
};

/** @returns null when there is no such credential */
export async function readCredential(
  ports: Ports,
  at: Instant,
  actor: Actor,
  credentialId: string,
): Promise<CredentialView | null> {
  const { queries } = ports.database;
  const { policy, trust } = await ports.standing();
  const detail = await findCredentialDetail(queries, credentialId);
  if (detail === null) return null;
  const { id, person, status } = detail.summary;
  const holder = await findPerson(queries, person.id);
  if (holder === null) throw new Error(`credential ${id} belongs to nobody`);
  const others = (await credentialsOfPerson(queries, person.id)).filter(
    (each) => each.id !== id && each.status === 'active',
  );
  const waysIn = others.filter(
    ({ assessment }) => judge(policy, holder.groups, assessment).outcome === 'accepted',
  ).length;
  const sessions = await countSessionsOfCredential(queries, id, at);
  const assessment = await assessToday(queries, trust, detail.factsDigest);
  const verdict = judge(policy, holder.groups, assessment);
  const isProtected = isProtectedFrom(actor, holder);
  const mayChange = actor.permissions.has('credentials:quarantine') && !isProtected;
  const obstacle = status === 'quarantined' ? releaseObstacle(detail.summary, verdict) : null;
  return {
    ...detail,
    assessment,
    verdict,
    mayRevoke: actor.permissions.has('credentials:revoke') && !isProtected && status !== 'revoked',
    mayQuarantine: mayChange && status === 'active',
    mayRelease: mayChange && status === 'quarantined' && obstacle === null && holder.id !== actor.personId,
    releaseBlockedBecause: obstacle === null ? null : serverErrors[obstacle].person,
    revocationEffect: revocationEffect({ name: person.displayName, waysIn, sessions, isRevoked: status === 'revoked' }),
  };
}

type Effect = {
  readonly name: string;
  readonly waysIn: number;
  readonly sessions: number;
  readonly isRevoked: boolean;
};

/** What a revocation would mean, in words, before anybody agrees to it. */
export function revocationEffect({ name, waysIn, sessions, isRevoked }: Effect): string {
  if (isRevoked) return 'This passkey is revoked already. Nothing would change.';
  const ending =
    sessions === 0
      ? 'No session ends.'
      : sessions === 1
        ? '1 session ends at once.'
        : `${sessions} sessions end at once.`;
  if (waysIn === 0) {
    return `This is the last passkey with which ${name} can sign in: afterwards they are locked out. An invitation cannot be given again, because they have enrolled before. ${ending}`;
  }
  const left = waysIn === 1 ? '1 other passkey' : `${waysIn} other passkeys`;
  return `${name} keeps ${left} to sign in with. ${ending}`;
}
