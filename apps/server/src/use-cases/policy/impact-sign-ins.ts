import { DAY_MS, type Instant } from '@holdfast/kernel';
import type { Queries } from '../../store/database.ts';
import { type SignInsOfDay, signersBefore, signInsBefore } from '../../store/policy-impact.ts';
import { type ImpactEffects, judgementKey } from './impact-effects.ts';

/** How far back sign-ins are replayed, today included. */
export const REPLAY_DAYS = 30;

export type DayCounts = {
  /** Days since 1970, UTC. */
  readonly day: number;
  succeeded: number;
  /** Would be refused under the other policy. */
  refused: number;
  /** Would be refused by the policy in force. */
  refusedToday: number;
};

/** Sign-ins that were replayed so far, newest first. Plain JSON. */
export type Replay = {
  readonly days: readonly DayCounts[];
  replayed: number;
  /** False when there were more than are replayed. */
  isComplete: boolean;
};

export function emptyReplay(at: Instant): Replay {
  const first = Math.floor(at / DAY_MS) - REPLAY_DAYS + 1;
  return {
    days: Array.from({ length: REPLAY_DAYS }, (_, index) => ({
      day: first + index,
      succeeded: 0,
      refused: 0,
      refusedToday: 0,
    })),
    replayed: 0,
    isComplete: true,
  };
}

export type SignInStep = {
  /** Where the next step begins; null at the end. */
  readonly before: number | null;
  /** Days that are done, of `REPLAY_DAYS`. */
  readonly done: number;
  /** Who would have been refused, where names are asked for. */
  readonly refused: readonly string[];
};

/** Replays the next sign-ins: which of them would have been refused, with what their passkeys are known to be today. */
export async function replayNext(
  queries: Queries,
  effects: ImpactEffects,
  replay: Replay,
  { before, isNaming }: { readonly before: number; readonly isNaming: boolean },
  { signIns: limit, signInsMax }: { readonly signIns: number; readonly signInsMax: number },
): Promise<SignInStep> {
  const rows = await signInsBefore(queries, before, limit, effects.unsettled.length > 0);
  const others = await effects.othersAmong(
    queries,
    rows.flatMap(({ personId }) => personId ?? []),
  );
  const keyOf = ({ judgementId, personId }: SignInsOfDay) =>
    judgementId === null ? null : judgementKey(judgementId, others.get(personId ?? ''));
  await effects.load(
    queries,
    rows.flatMap((row) => keyOf(row) ?? []),
  );
  const [first] = replay.days;
  const firstDay = first?.day ?? 0;
  const byDay = new Map(replay.days.map((counts) => [counts.day, counts]));
  let isRefusing = false;
  for (const row of rows) {
    const { day, signIns } = row;
    const counts = byDay.get(day);
    const key = keyOf(row);
    const effect = key === null ? undefined : effects.of(key);
    if (counts === undefined || effect === undefined) continue;
    counts.succeeded += signIns;
    replay.replayed += signIns;
    if (!effect.today) counts.refusedToday += signIns;
    if (effect.afterwards) continue;
    counts.refused += signIns;
    isRefusing = true;
  }
  const refused = isRefusing && isNaming ? await refusedPeople(queries, effects, before, limit, firstDay) : [];
  const seen = rows.reduce((sum, { signIns }) => sum + signIns, 0);
  const oldestDay = rows.reduce((oldest, { day }) => Math.min(oldest, day), Number.POSITIVE_INFINITY);
  const isOver = seen < limit || oldestDay < firstDay;
  if (!isOver && replay.replayed >= signInsMax) replay.isComplete = false;
  const isLast = isOver || !replay.isComplete;
  return {
    before: isLast ? null : Math.min(...rows.map(({ oldest }) => oldest)),
    done: isLast ? REPLAY_DAYS : Math.max(0, firstDay + REPLAY_DAYS - 1 - oldestDay),
    refused,
  };
}

async function refusedPeople(
  queries: Queries,
  effects: ImpactEffects,
  before: number,
  limit: number,
  firstDay: number,
): Promise<readonly string[]> {
  const signers = await signersBefore(queries, before, limit, firstDay);
  const others = await effects.othersAmong(
    queries,
    signers.map(({ personId }) => personId),
  );
  const refused = signers.filter(
    ({ personId, judgementId }) => effects.of(judgementKey(judgementId, others.get(personId)))?.afterwards === false,
  );
  return [...new Set(refused.map(({ personId }) => personId))];
}
