import { err, ok, type Result, refuse } from '@holdfast/kernel';
import { sentenceForPerson, type Verdict } from '@holdfast/policy';
import type { ServerErrorCode } from '../../errors.ts';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { refreshAudience } from '../../store/audiences.ts';
import {
  type AssessedPasskey,
  type Credential,
  credentialsOfPerson,
  findCredential,
  quarantineCredential,
  restoreCredential,
} from '../../store/credentials.ts';
import { type CredentialSummary, findCredentialSummary } from '../../store/credentials-admin.ts';
import type { Queries } from '../../store/database.ts';
import { rememberJudgement } from '../../store/judgements.ts';
import type { Person } from '../../store/people.ts';
import { endSessionsOfCredential } from '../../store/sessions.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { judgeOnce } from '../ceremony/judge-once.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { assessToday } from '../judging/assess-today.ts';
import { projectionOf } from '../judging/projection.ts';
import { keepingAnOwner, lockTarget, refusalAbout } from '../people/protection.ts';

export type StatusChanged = {
  readonly credential: CredentialSummary;
  readonly endedSessions: number;
  readonly userHandle: string;
  /** Every passkey of the person that is not revoked. */
  readonly remaining: readonly Credential[];
};

/** An administrator sets a passkey aside until somebody releases it. Nobody takes the owners' last way in. */
export async function quarantineByAdministrator(
  ports: Ports,
  acting: Acting,
  credentialId: string,
  reason: string,
): Promise<Result<StatusChanged, RefusedCall>> {
  const { policy } = await ports.standing();
  return decideInTransaction(ports.database, async (tx) => {
    const found = await lockPasskey(tx, acting, credentialId);
    if (!found.ok) return found;
    const { passkey, person } = found.value;
    const lastWayIn = about(passkey, 'credential.last_of_owners');
    const done = await keepingAnOwner(tx, policy, lastWayIn, () =>
      quarantineCredential(tx, passkey.id, { reason, cause: 'administrator' }),
    );
    if (!done.ok) return done;
    if (!done.value) return err(about(passkey, 'credential.not_active'));
    const endedSessions = await endSessionsOfCredential(tx, passkey.id);
    await record(ports, tx, asPerson(acting), {
      type: 'passkey.quarantined',
      subjectId: person.id,
      credentialId: passkey.id,
      policyDigest: policy.digest,
      detail: { ...detailOf(passkey), reason, before: 'active', after: 'quarantined', endedSessions },
    });
    return ok(await changed(tx, found.value, endedSessions));
  });
}

/**
 * An administrator brings a passkey back that an alarm or an administrator set aside. What the rules refuse comes back by
 * itself when they accept it again, and in no other way; and nobody decides about their own.
 */
export async function releaseByAdministrator(
  ports: Ports,
  acting: Acting,
  credentialId: string,
  reason: string,
): Promise<Result<StatusChanged, RefusedCall>> {
  const { policy, trust } = await ports.standing();
  return decideInTransaction(ports.database, async (tx) => {
    const found = await lockPasskey(tx, acting, credentialId);
    if (!found.ok) return found;
    const { passkey, person } = found.value;
    if (person.id === acting.actor.personId) return err(refusalAbout(person.id, 'person.self'));
    if (passkey.status !== 'quarantined') return err(about(passkey, 'credential.not_quarantined'));
    const assessment = await assessToday(tx, trust, passkey.factsDigest);
    const { verdict } = judgeOnce(policy, person.groups, assessment);
    const obstacle = releaseObstacle(passkey, verdict);
    if (obstacle !== null) return err(stillRefused(passkey, obstacle, verdict));
    await restoreCredential(tx, passkey.id, {
      reason: `An administrator released it: ${reason}`,
      cause: 'administrator',
    });
    await lookAgainIfMoved(tx, found.value, verdict, trust.digest);
    await record(ports, tx, asPerson(acting), {
      type: 'passkey.restored',
      subjectId: person.id,
      credentialId: passkey.id,
      policyDigest: policy.digest,
      detail: {
        ...detailOf(passkey),
        reason,
        setAsideBy: passkey.statusCause,
        setAsideBecause: passkey.statusReason,
        before: 'quarantined',
        after: 'active',
      },
    });
    return ok(await changed(tx, found.value, 0));
  });
}

/**
 * Another policy or other trust data may have come into force since this node looked, and everything may have been judged by them
 * already, this passkey while it was set aside: then it is looked at once more.
 */
async function lookAgainIfMoved(
  tx: Queries,
  { passkey: { factsDigest }, person }: Locked,
  verdict: Verdict,
  trustDigest: string,
): Promise<void> {
  const { id: audienceId } = await refreshAudience(tx, person.id);
  await rememberJudgement(tx, { factsDigest, audienceId, verdict, projection: projectionOf(verdict), trustDigest });
}

/** Why nobody can release a passkey that is set aside; null when somebody can. */
export function releaseObstacle(
  { statusCause }: Pick<Credential, 'statusCause'>,
  verdict: Verdict,
): 'credential.judged_aside' | 'credential.still_refused' | null {
  if (verdict.outcome === 'refused') return 'credential.still_refused';
  return statusCause === 'judged' ? 'credential.judged_aside' : null;
}

type Locked = { readonly passkey: AssessedPasskey; readonly person: Person };

async function lockPasskey(tx: Queries, acting: Acting, id: string): Promise<Result<Locked, RefusedCall>> {
  const summary = await findCredentialSummary(tx, id);
  if (summary === null) return err(refuse('credential.not_found'));
  const target = await lockTarget(tx, acting, summary.person.id);
  if (!target.ok) return target;
  const passkey = await findCredential(tx, id);
  if (passkey === null) throw new Error(`credential ${id} went away under the lock of its person`);
  return ok({ passkey, person: target.value });
}

async function changed(tx: Queries, { passkey, person }: Locked, endedSessions: number): Promise<StatusChanged> {
  const credential = await findCredentialSummary(tx, passkey.id);
  if (credential === null) throw new Error(`credential ${passkey.id} went away under the lock of its person`);
  const remaining = await credentialsOfPerson(tx, person.id);
  return { credential, endedSessions, userHandle: person.userHandle, remaining };
}

function detailOf({ name, modelName, class: what }: Credential) {
  return { passkey: name, model: modelName, class: what, cause: 'administrator' };
}

function about({ id, personId }: Credential, code: ServerErrorCode): RefusedCall {
  return { ...refuse(code), event: { type: 'request.refused', subjectId: personId, credentialId: id } };
}

function stillRefused(passkey: Credential, code: ServerErrorCode, verdict: Verdict): RefusedCall {
  const why = sentenceForPerson(verdict);
  return {
    ...about(passkey, code),
    ...(why === null ? {} : { message: `The rules refuse this passkey, so it cannot be released: ${why}` }),
  };
}
