import type { AuditEventDraft } from '@holdfast/audit';
import type { Verdict } from '@holdfast/policy';
import { appendEvents } from '../../store/audit.ts';
import {
  cleanJudgements,
  countMonitored,
  credentialsOfJudgement,
  type DirtyJudgement,
  endSessionsOfCredentials,
  fewCredentialsOf,
  findDirtyJudgement,
  listDirtyJudgements,
  lockMovable,
  type Movable,
  setCredentials,
  verdictTexts,
} from '../../store/moving.ts';
import type { JobStep } from '../jobs/job-work.ts';
import { type Move, moveOf, RESTORED_REASON } from './move-of.ts';
import { refusing } from './projection.ts';
import { further, nextPhase, type RejudgeState } from './rejudge-state.ts';

/** Judgements and credentials that one step looks at: few while people are served, so that it takes about a millisecond. */
const whole = { judgements: 200, credentials: 1000 };
const short = { judgements: 20, credentials: 32 };

function sizesOf({ isBusy }: Pick<JobStep, 'isBusy'>): typeof whole {
  return isBusy ? short : whole;
}

/** Brings the credentials of judgements that changed to what those say now. */
export async function moveStep(step: JobStep, state: RejudgeState): Promise<RejudgeState> {
  const { within, moved } = state.cursor;
  if (within !== null) return await pageOfOne(step, state, within);
  const judgements = await listDirtyJudgements(step.tx, { after: moved, limit: sizesOf(step).judgements });
  const [first] = judgements;
  if (first === undefined) return nextPhase(state, 'count', 0);
  const ids = judgements.map(({ id }) => id);
  const few = await fewCredentialsOf(step.tx, ids, sizesOf(step).credentials);
  // Too many at once: the first judgement by itself, page by page.
  if (few === null) return further(state, 0, { within: { id: first.id, dirty: first.dirty, after: '' } });
  const counts = await bringInLine(step, judgements, few);
  await cleanJudgements(step.tx, judgements);
  return further(state, judgements.length, { moved: ids.at(-1) ?? moved }, counts);
}

type Within = NonNullable<RejudgeState['cursor']['within']>;

async function pageOfOne(step: JobStep, state: RejudgeState, within: Within): Promise<RejudgeState> {
  const { id } = within;
  const limit = sizesOf(step).credentials;
  const judgement = await findDirtyJudgement(step.tx, id);
  if (judgement === null) return further(state, 1, { moved: id, within: null });
  const { dirty } = judgement;
  // Somebody marked it again since its first page: whoever came in before the page now would be left out.
  const after = dirty === within.dirty ? within.after : '';
  const page = await credentialsOfJudgement(step.tx, id, { after, limit });
  const counts = await bringInLine(step, [judgement], page);
  const last = page.at(-1);
  if (last !== undefined && page.length === limit) {
    return further(state, 0, { within: { id, dirty, after: last } }, counts);
  }
  await cleanJudgements(step.tx, [judgement]);
  return further(state, 1, { moved: id, within: null }, counts);
}

type Moved = { readonly quarantined: number; readonly restored: number; readonly sessionsEnded: number };

async function bringInLine(
  step: JobStep,
  judgements: readonly DirtyJudgement[],
  ids: readonly string[],
): Promise<Moved> {
  const { tx } = step;
  const movable = await lockMovable(tx, ids);
  const byJudgement = Map.groupBy(movable, ({ judgementId }) => judgementId);
  const moves: Change[] = [];
  for (const judgement of judgements) {
    const credentials = (byJudgement.get(judgement.id) ?? []).filter(({ status }) => status !== 'revoked');
    const changes = credentials.map((credential) => ({
      judgement,
      credential,
      move: moveOf(credential, judgement.wantedStatus),
    }));
    await write(step, judgement, changes);
    moves.push(...changes.filter(({ move }) => move !== 'none'));
  }
  const quarantined = moves.filter(({ move }) => move === 'quarantine');
  const ended = await endSessionsOfCredentials(
    tx,
    quarantined.map(({ credential }) => credential),
  );
  await tell(step, moves, ended);
  return {
    quarantined: quarantined.length,
    restored: moves.length - quarantined.length,
    sessionsEnded: [...ended.values()].reduce((sum, count) => sum + count, 0),
  };
}

type Change = { readonly judgement: DirtyJudgement; readonly credential: Movable; readonly move: Move };

async function write(
  { tx }: JobStep,
  { class: what, evidence, tier, reason }: DirtyJudgement,
  changes: readonly Change[],
): Promise<void> {
  const copied = { class: what, evidence, tier };
  const judged = { ...copied, status_cause: 'judged' as const };
  const which = (wanted: (change: Change) => boolean) => changes.filter(wanted).map(({ credential }) => credential.id);
  await setCredentials(
    tx,
    which(({ move }) => move === 'quarantine'),
    { ...judged, status: 'quarantined', status_reason: reason },
  );
  await setCredentials(
    tx,
    which(({ move }) => move === 'restore'),
    { ...judged, status: 'active', status_reason: RESTORED_REASON },
  );
  const staying = changes.filter(({ move }) => move === 'none');
  const setAside = staying.filter(({ credential }) => isSetAside(credential) && credential.statusReason !== reason);
  await setCredentials(
    tx,
    setAside.map(({ credential }) => credential.id),
    { ...copied, status_reason: reason },
  );
  const different = staying.filter(
    ({ credential }) => credential.class !== what || credential.evidence !== evidence || credential.tier !== tier,
  );
  await setCredentials(
    tx,
    different.map(({ credential }) => credential.id),
    copied,
  );
}

function isSetAside({ status, statusCause }: Movable): boolean {
  return status === 'quarantined' && statusCause === 'judged';
}

/** One event for each credential whose status changed. */
async function tell(
  { ports, tx, job, standing, at }: JobStep,
  moves: readonly Change[],
  endedSessions: ReadonlyMap<string, number>,
): Promise<void> {
  const texts = await verdictTexts(tx, [...new Set(moves.map(({ judgement }) => judgement.id))]);
  const rules = new Map([...texts].map(([id, text]) => [id, refusing(JSON.parse(text) as Verdict)]));
  const events = moves.map(({ judgement, credential, move }) => {
    const isRestored = move === 'restore';
    const event: AuditEventDraft = {
      type: isRestored ? 'passkey.restored' : 'passkey.quarantined',
      outcome: 'success',
      code: null,
      actor: { kind: 'system', id: null },
      subjectId: credential.personId,
      credentialId: credential.id,
      address: null,
      origin: null,
      userAgent: null,
      requestId: null,
      policyDigest: standing.policy.digest,
      detail: {
        passkey: credential.name,
        model: judgement.modelName,
        cause: 'judged',
        trigger: job.cause,
        reason: isRestored ? RESTORED_REASON : judgement.reason,
        rules: rules.get(judgement.id) ?? [],
        before: credential.status,
        after: isRestored ? 'active' : 'quarantined',
        endedSessions: endedSessions.get(credential.id) ?? 0,
        trustDigest: standing.trust.digest,
        jobId: job.id,
      },
    };
    return { id: ports.newId(at), at, event };
  });
  await appendEvents(tx, events);
}

/** Counts what rules in monitor mode would refuse. Nothing is done about it. The cursor stays when nothing is left. */
export async function countStep({ tx, isBusy }: JobStep, state: RejudgeState): Promise<RejudgeState> {
  const counted = await countMonitored(tx, { after: state.cursor.counted, limit: sizesOf({ isBusy }).judgements });
  const monitored = counted.reduce((sum, { credentials }) => sum + credentials, 0);
  return further(state, counted.length, { counted: counted.at(-1)?.id ?? state.cursor.counted }, { monitored });
}
