import type { PersonId } from '@holdfast/kernel';
import { judge, type Policy } from '@holdfast/policy';
import type { Ports } from '../../ports.ts';
import { credentialsOfPerson } from '../../store/credentials.ts';
import { storeVerdict } from '../../store/credentials-admin.ts';
import type { Queries } from '../../store/database.ts';
import { endSessionsOfCredential } from '../../store/sessions.ts';
import { type Acting, asPerson, record } from '../acting.ts';

/**
 * Judges the passkeys of one person again, after what applies to them changed. Nothing is grandfathered in silence:
 * sessions that rest on a passkey which is no longer accepted end, in the same transaction.
 */
export async function rejudgePasskeys(
  ports: Pick<Ports, 'newId'>,
  tx: Queries,
  acting: Acting,
  policy: Policy,
  personId: PersonId,
  groups: readonly string[],
): Promise<void> {
  for (const { id, name, assessment } of await credentialsOfPerson(tx, personId)) {
    const verdict = judge(policy, groups, assessment);
    await storeVerdict(tx, id, verdict);
    if (verdict.outcome === 'accepted') continue;
    const endedSessions = await endSessionsOfCredential(tx, id);
    if (endedSessions === 0) continue;
    await record(ports, tx, asPerson(acting), {
      type: 'session.ended',
      subjectId: personId,
      credentialId: id,
      policyDigest: verdict.policyDigest,
      detail: { endedSessions, passkey: name, reason: 'its passkey is not accepted by the rules that now apply' },
    });
  }
}
