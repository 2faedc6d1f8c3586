import { DAY_MS, type Instant, instant } from '@holdfast/kernel';
import type { TrustHeading } from '../../store/trust-documents.ts';
import type { TrustSource } from '../../store/trust-sources.ts';

export type Freshness = {
  /** `endless`: nobody promised anything newer. */
  readonly state: 'fresh' | 'stale' | 'endless';
  /** The first moment at which it is stale. */
  readonly until: Instant | null;
};

/** A list that is published without a promise is asked for daily. */
const ASKED_EVERY_MS = DAY_MS;

/**
 * *Stale* says nothing about whether a document was believed: it still holds, but something newer was promised or could have been
 * had, and reports may be missing. A promised day is fresh to its end; the budget comes after it.
 *
 * @param source where the document is fetched, null where it is not
 */
export function freshnessOf(
  heading: TrustHeading,
  source: TrustSource | null,
  at: Instant,
  budgetMs: number,
): Freshness {
  const promised = promisedUntil(heading, source);
  if (promised === null) return { state: 'endless', until: null };
  const until = instant(promised + budgetMs);
  return { state: at < until ? 'fresh' : 'stale', until };
}

function promisedUntil(
  { kind, nextUpdateAt, arrivedAt, madeAt, notes }: TrustHeading,
  source: TrustSource | null,
): number | null {
  if (kind === 'metadata_blob') return nextUpdateAt === null ? null : nextUpdateAt + DAY_MS;
  if (kind === 'android_status_list') return Math.max(madeAt ?? arrivedAt, source?.lastSuccessAt ?? 0) + ASKED_EVERY_MS;
  if (kind === 'bundle') return (madeAt ?? arrivedAt) + (notes.freshnessDays ?? 0) * DAY_MS;
  return null;
}
