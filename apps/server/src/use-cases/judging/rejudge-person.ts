import type { PersonId } from '@holdfast/kernel';
import type { Verdict } from '@holdfast/policy';
import type { Ports, Standing } from '../../ports.ts';
import type { Audience } from '../../store/audiences.ts';
import {
  type AssessedPasskey,
  credentialsOfPerson,
  lockCredentials,
  moveToJudgement,
  quarantineCredential,
  restoreCredential,
} from '../../store/credentials.ts';
import type { Queries } from '../../store/database.ts';
import { type Projection, rememberJudgement } from '../../store/judgements.ts';
import { endSessionsOfCredential } from '../../store/sessions.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { judgeOnce } from '../ceremony/judge-once.ts';
import { assessToday } from './assess-today.ts';
import { moveOf, RESTORED_REASON } from './move-of.ts';
import { projectionOf, refusing } from './projection.ts';

type Rejudged = {
  readonly passkey: AssessedPasskey;
  readonly verdict: Verdict;
  readonly projection: Projection;
  readonly judgementId: string;
};

/**
 * Judges the passkeys of one person for the audience that they are now, in the transaction that made them one. Nothing is
 * grandfathered in silence: a passkey that is no longer accepted is set aside and its sessions end; one that judging set
 * aside comes back when it is accepted. The caller holds the lock of the person.
 */
export async function rejudgePerson(
  ports: Pick<Ports, 'newId'>,
  tx: Queries,
  acting: Acting,
  { policy, trust }: Pick<Standing, 'policy' | 'trust'>,
  { personId, audience }: { readonly personId: PersonId; readonly audience: Audience },
): Promise<void> {
  // Locked before their judgements, here as in the background: neither waits for the other.
  const ids = (await credentialsOfPerson(tx, personId)).map(({ id }) => id);
  await lockCredentials(tx, ids);
  const passkeys = (await credentialsOfPerson(tx, personId)).toSorted((a, b) =>
    a.factsDigest < b.factsDigest ? -1 : 1,
  );
  const judged: Rejudged[] = [];
  for (const passkey of passkeys) {
    const { factsDigest } = passkey;
    const assessment = await assessToday(tx, trust, factsDigest);
    const { verdict } = judgeOnce(policy, audience.groups, assessment);
    const projection = projectionOf(verdict);
    const shared = { factsDigest, audienceId: audience.id, verdict, projection, trustDigest: trust.digest };
    const judgementId = await rememberJudgement(tx, shared);
    const { class: what, evidence } = assessment;
    await moveToJudgement(tx, passkey.id, { judgementId, class: what, evidence, tier: verdict.tier });
    judged.push({ passkey, verdict, projection, judgementId });
  }
  for (const each of judged) await changeStatus(ports, tx, acting, each);
}

async function changeStatus(
  ports: Pick<Ports, 'newId'>,
  tx: Queries,
  acting: Acting,
  { passkey, verdict, projection }: Rejudged,
): Promise<void> {
  const about = {
    subjectId: passkey.personId,
    credentialId: passkey.id,
    policyDigest: verdict.policyDigest,
  };
  const detail = {
    passkey: passkey.name,
    model: passkey.modelName,
    cause: 'judged',
    trigger: 'the groups of the person changed',
    rules: projection.cause === null ? [] : refusing(verdict),
  };
  switch (moveOf(passkey, projection.wantedStatus)) {
    case 'quarantine': {
      await quarantineCredential(tx, passkey.id, { reason: projection.reason, cause: 'judged' });
      const endedSessions = await endSessionsOfCredential(tx, passkey.id);
      const { reason } = projection;
      const change = { ...detail, reason, endedSessions, before: 'active', after: 'quarantined' };
      await record(ports, tx, asPerson(acting), { type: 'passkey.quarantined', ...about, detail: change });
      return;
    }
    case 'restore': {
      await restoreCredential(tx, passkey.id, { reason: RESTORED_REASON, cause: 'judged' });
      const change = { ...detail, reason: RESTORED_REASON, before: 'quarantined', after: 'active' };
      await record(ports, tx, asPerson(acting), { type: 'passkey.restored', ...about, detail: change });
      return;
    }
    case 'none':
  }
}
