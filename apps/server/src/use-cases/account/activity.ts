import { describeEvent } from '@holdfast/audit';
import { fromBase64url, toBase64url } from '@holdfast/encoding';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { countEventsAbout, eventsAbout, type OwnEvent } from '../../store/own-events.ts';

export type Activity = {
  readonly events: readonly (OwnEvent & { readonly text: string })[];
  readonly next: string | null;
  readonly total: number;
};

/** What happened to one's own account, newest first. */
export async function activityOf(
  { database }: Ports,
  personId: string,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<Result<Activity, RefusedCall>> {
  const before = cursor === null ? null : readCursor(cursor);
  if (before === undefined) return err(refuse('list.cursor_invalid'));
  const found = await eventsAbout(database.queries, personId, { before, limit: limit + 1 });
  const events = found.slice(0, limit).map((event) => ({ ...event, text: describeEvent(event.type, event.detail) }));
  const last = found.length > limit ? events.at(-1) : undefined;
  return ok({
    events,
    next: last === undefined ? null : toBase64url(Buffer.from(String(last.sequence))),
    total: await countEventsAbout(database.queries, personId),
  });
}

/** Undefined where it is not one of ours. */
function readCursor(cursor: string): number | undefined {
  const decoded = fromBase64url(cursor);
  const text = decoded.ok ? Buffer.from(decoded.value).toString('latin1') : '';
  const sequence = Number(text);
  return /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(sequence) ? sequence : undefined;
}
