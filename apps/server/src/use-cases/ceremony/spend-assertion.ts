import { err, ok, type PersonId, type Result, refuse } from '@holdfast/kernel';
import { callerEvent } from '../../access/caller-event.ts';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { appendEvent } from '../../store/audit.ts';
import { isSpent, spendChallenge } from '../../store/challenges.ts';
import { noteUse, quarantineCredential } from '../../store/credentials.ts';
import type { Tx } from '../../store/database.ts';
import { lockActivePerson } from '../../store/people.ts';
import { endSessionsOfCredential } from '../../store/sessions.ts';
import { decideInTransaction } from '../decide-in-transaction.ts';
import { holdBack, isGroupRefusal, keepGroup, type ShownGroup } from '../trust-group-keys/keep-key.ts';
import type { Alarm } from './alarms.ts';
import { type Asked, type Asserted, type AssertionCall, checkAssertion } from './check-assertion.ts';
import { credentialKey, personKey } from './count-keys.ts';

/**
 * What an accepted assertion opens. Runs in the transaction that spends the challenge, and before its answer: nothing of it may leave
 * the transaction.
 */
export type Opening<T> = {
  /** Marks the person, who is locked by it; false when they are not active any more. */
  readonly markPerson: (tx: Tx, personId: PersonId) => Promise<boolean>;
  readonly open: (tx: Tx, asserted: Asserted) => Promise<Result<T, RefusedCall>>;
};

/** More than one turn is needed only when the same passkey is used elsewhere in the same moment. */
const TURNS_MAX = 8;

/**
 * Checks an assertion and spends it: challenge, counter, what it opens and the events commit together, or nothing does.
 */
export async function spendAssertion<T>(
  ports: Ports,
  call: AssertionCall,
  asked: Asked,
  opening: Opening<T>,
): Promise<Result<T, RefusedCall>> {
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    const checked = await checkAssertion(ports, call, asked);
    if (!checked.ok) return checked;
    const asserted = checked.value;
    const serious = asserted.alarms.find(({ reaction }) => reaction === 'quarantine');
    if (serious !== undefined) return await setAside(ports, call, asked, asserted, serious);
    const refused = asserted.alarms.find(({ reaction }) => reaction === 'refuse');
    if (refused !== undefined) return await refuseForAlarm(ports, asked, asserted, refused);

    const committed = await decideInTransaction(ports.database, (tx) =>
      commit(ports, tx, call, asked, asserted, opening),
    );
    if (committed.ok) return committed;
    if (isGroupRefusal(committed.error.code))
      return await refuseForGroup(ports, call, asked, asserted, committed.error);
    if (committed.error.code !== COUNTER_MOVED) return committed;
  }
  throw new Error('a passkey was used elsewhere at every turn');
}

/** Never leaves this file: the assertion is checked again, with the counter as it is now. */
const COUNTER_MOVED = 'counter moved';

async function commit<T>(
  ports: Ports,
  tx: Tx,
  call: AssertionCall,
  asked: Asked,
  asserted: Asserted,
  { markPerson, open }: Opening<T>,
): Promise<Result<T, RefusedCall>> {
  const { challenge, credential, person, verified } = asserted;
  // Asked for together, because to a database across a network each question by itself is a round trip. Whatever of it is refused
  // takes all of it back.
  const [isUnspent, isActive, isUsed, opened] = await Promise.all([
    spendChallenge(tx, challenge.digest, challenge.expiresAt),
    // The person before the passkey, here as everywhere, so that two transactions never wait for each other.
    markPerson(tx, person.id),
    noteUse(tx, {
      id: credential.id,
      comparedWith: credential.signCount,
      // A counter that went back stays at its highest: the copy must not become the measure.
      signCount: Math.max(credential.signCount, verified.signCount),
      backedUp: verified.backedUp,
      at: call.at,
    }),
    open(tx, asserted),
  ]);
  if (!isUnspent) return err(spent(asked, asserted));
  if (!isActive) return err(about(asked, asserted, refuse('sign_in.person_disabled')));
  if (!isUsed) return err(refuse(COUNTER_MOVED));
  if (!opened.ok) return opened;
  const kept = await keepGroup(ports, tx, groupShown(call, asserted));
  if (!kept.ok) return kept;
  for (const alarm of asserted.alarms) await appendAlarm(ports, tx, call, asserted, alarm);
  return ok(opened.value);
}

async function appendAlarm(
  ports: Ports,
  tx: Tx,
  { at, caller }: AssertionCall,
  { credential, person, verdict }: Asserted,
  alarm: Alarm,
): Promise<void> {
  const event = callerEvent(
    caller,
    { personId: person.id },
    {
      type: alarm.reaction === 'quarantine' ? 'passkey.quarantined' : alarm.warnedAs,
      subjectId: person.id,
      credentialId: credential.id,
      policyDigest: verdict.policyDigest,
      detail: {
        passkey: credential.name,
        model: credential.modelName,
        cause: alarm.code,
        reaction: alarm.reaction,
        reason: alarm.reason,
        ...alarm.detail,
      },
    },
  );
  await appendEvent(tx, ports.newId(at), at, event);
}

/** The reaction `quarantine`: the passkey is set aside and its sessions end, and that stands although the call is refused. */
async function setAside(
  ports: Ports,
  call: AssertionCall,
  asked: Asked,
  asserted: Asserted,
  alarm: Alarm,
): Promise<Result<never, RefusedCall>> {
  const { challenge, credential } = asserted;
  const done = await decideInTransaction(ports.database, async (tx) => {
    // A replay is told by its challenge first: it proves no second device.
    if (!(await spendChallenge(tx, challenge.digest, challenge.expiresAt))) return err(spent(asked, asserted));
    if (!(await quarantineCredential(tx, credential.id, { reason: alarm.reason, cause: 'alarm' })))
      return ok(undefined);
    await endSessionsOfCredential(tx, credential.id);
    await appendAlarm(ports, tx, call, asserted, alarm);
    return ok(undefined);
  });
  return done.ok ? err(about(asked, asserted, refuse(alarm.code, alarm.detail))) : done;
}

function groupShown({ at, caller }: AssertionCall, { person, credential, verified, ...rest }: Asserted): ShownGroup {
  const { effective, verdict } = rest;
  const { policyDigest } = verdict;
  return { at, caller, personId: person.id, passkey: credential, policyDigest, effective, key: verified.trustGroupKey };
}

/** The passkey was used on devices that nothing ties to those before, and the policy does not take that: what was seen stands. */
async function refuseForGroup(
  ports: Ports,
  call: AssertionCall,
  asked: Asked,
  asserted: Asserted,
  refused: RefusedCall,
): Promise<Result<never, RefusedCall>> {
  const { challenge, person } = asserted;
  const done = await decideInTransaction(ports.database, async (tx) => {
    if (!(await spendChallenge(tx, challenge.digest, challenge.expiresAt))) return err(spent(asked, asserted));
    if (await lockActivePerson(tx, person.id)) await holdBack(ports, tx, groupShown(call, asserted));
    return ok(undefined);
  });
  return done.ok ? err(about(asked, asserted, refused)) : done;
}

async function refuseForAlarm(
  { database }: Ports,
  asked: Asked,
  asserted: Asserted,
  alarm: Alarm,
): Promise<Result<never, RefusedCall>> {
  const { challenge } = asserted;
  if (await isSpent(database.queries, challenge.digest, challenge.expiresAt)) return err(spent(asked, asserted));
  return err(about(asked, asserted, refuse(alarm.code, alarm.detail)));
}

function spent(asked: Asked, asserted: Asserted): RefusedCall {
  return about(asked, asserted, refuse('challenge.spent'));
}

function about({ refusedAs }: Asked, { credential, person, verdict }: Asserted, refused: RefusedCall): RefusedCall {
  return {
    ...refused,
    event: {
      type: refusedAs,
      subjectId: person.id,
      credentialId: credential.id,
      policyDigest: verdict.policyDigest,
      detail: { passkey: credential.name, model: credential.modelName },
    },
    countedFor: [credentialKey(credential.id), personKey(person.id)],
  };
}
