import { type Instant, instant } from '@holdfast/kernel';
import type { Queries } from './database.ts';

/** An event as the person whom it is about may see it. */
export type OwnEvent = {
  readonly sequence: number;
  readonly id: string;
  readonly at: Instant;
  readonly type: string;
  readonly outcome: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

/**
 * Newest first. Where a colleague did something about the person, the place that they did it from is the colleague's own
 * matter; where somebody unknown tried something, the person should see from where.
 *
 * @param before sequence of the last event of the page before
 */
export async function eventsAbout(
  queries: Queries,
  personId: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<readonly OwnEvent[]> {
  const rows = await queries
    .selectFrom('audit_event')
    .select(['sequence', 'id', 'at', 'type', 'outcome', 'address', 'user_agent', 'detail', 'actor_kind', 'actor_id'])
    .where('subject_id', '=', personId)
    .$if(before !== null, (query) => query.where('sequence', '<', before ?? 0))
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    sequence: Number(row.sequence),
    id: row.id,
    at: instant(row.at),
    type: row.type,
    outcome: row.outcome,
    address: isByColleague(row, personId) ? null : row.address,
    userAgent: isByColleague(row, personId) ? null : row.user_agent,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
  }));
}

function isByColleague(event: { actor_kind: string; actor_id: string | null }, personId: string): boolean {
  return event.actor_kind === 'person' && event.actor_id !== personId;
}

export async function countEventsAbout(queries: Queries, personId: string): Promise<number> {
  const { count } = await queries
    .selectFrom('audit_event')
    .select((row) => row.fn.countAll<number | string>().as('count'))
    .where('subject_id', '=', personId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
