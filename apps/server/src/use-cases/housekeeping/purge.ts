import { instant, MINUTE_MS } from '@holdfast/kernel';
import type { Ports } from '../../ports.ts';
import { removeExpiredChallenges } from '../../store/challenges.ts';
import { refreshStatistics } from '../../store/database.ts';
import { removeEndedWindows } from '../../store/rate-limits.ts';
import { removeEndedSessions } from '../../store/sessions.ts';
import { expireProposals } from '../policy/expire-proposals.ts';

/** Rows that one statement removes at most, so that no sign-in waits long for a purge. */
const BATCH_ROWS = 1000;
const BATCHES_MAX = 50;
/** A spent challenge is kept a little longer than it lives: the clocks of nodes differ. */
const CLOCK_SKEW_MS = 5 * MINUTE_MS;

/** Removes what has run out. Nothing depends on it having run: what is expired is refused by its time. */
export async function purgeExpired(ports: Ports): Promise<void> {
  const { database, now } = ports;
  const at = now();
  const { queries } = database;
  await inBatches(() => removeExpiredChallenges(queries, instant(at - CLOCK_SKEW_MS), BATCH_ROWS));
  await inBatches(() => removeEndedSessions(queries, at, BATCH_ROWS));
  await removeEndedWindows(queries, at);
  await expireProposals(ports);
  await refreshStatistics(database);
}

async function inBatches(removeSome: () => Promise<number>): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    if ((await removeSome()) < BATCH_ROWS) return;
  }
}
