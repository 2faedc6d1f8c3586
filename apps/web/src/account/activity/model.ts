import type { Answer } from '../../api/client.ts';

export type ActivityPage = Answer<'GET /api/v1/account/activity'>;
export type OwnEvent = ActivityPage['items'][number];
export type Outcome = 'success' | 'refused' | 'failed';

/** All pages that were fetched, as one list without repetitions: new events may move others onto the next page. */
export function eventsOf(pages: readonly ActivityPage[]): OwnEvent[] {
  const byId = new Map(pages.flatMap(({ items }) => items).map((event) => [event.id, event]));
  return [...byId.values()];
}

/** An outcome that a later server may add is shown as a failure rather than as a success. */
export function outcomeOf(event: Pick<OwnEvent, 'outcome'>): Outcome {
  return event.outcome === 'success' || event.outcome === 'refused' ? event.outcome : 'failed';
}
