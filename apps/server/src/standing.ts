import type { Instant } from '@holdfast/kernel';
import { DAY_MS } from '@holdfast/kernel';
import { parsePolicy } from '@holdfast/policy';
import type { Ports, Standing } from './ports.ts';
import { type MetadataTrust, type ReadParts, trustFromDocuments } from './standing-trust.ts';
import type { Database } from './store/database.ts';
import { newestPolicy, newestPolicyNumber } from './store/policy-versions.ts';
import { currentTrustIds } from './store/trust-documents.ts';

/** How long a node goes on without asking whether another one applied something: half of what is promised. */
const CHECK_EVERY_MS = 1000;

/**
 * Policy and trust data in memory. Asks the database for their version numbers at most once a second and reads them
 * whole only when one has changed, or with a new day (UTC), on which reports of metadata come into effect.
 */
export function standingFrom(database: Database, now: () => Instant, metadataTrust: MetadataTrust): Ports['standing'] {
  let held: { readonly standing: Standing; readonly key: string } | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<Standing> | null = null;
  const parts: ReadParts = new Map();

  async function refresh(): Promise<Standing> {
    const at = now();
    const { queries } = database;
    const policyNumber = await newestPolicyNumber(queries);
    const trustKey = [Math.floor(at / DAY_MS), ...[...(await currentTrustIds(queries)).values()].sort()].join(' ');
    const key = `${policyNumber} ${trustKey}`;
    if (held === null || held.key !== key) {
      const isSameTrust = held?.key.endsWith(` ${trustKey}`) === true;
      const trust =
        held !== null && isSameTrust
          ? held.standing.trust
          : await trustFromDocuments(queries, parts, metadataTrust, at);
      held = { standing: { ...(await loadPolicy(database)), trust }, key };
    }
    checkedAt = at;
    return held.standing;
  }

  return async (asked) => {
    // A look that began before may have missed what the caller has seen committed.
    if (asked === 'now') await running?.catch(() => {});
    else if (held !== null && now() - checkedAt < CHECK_EVERY_MS && now() >= checkedAt) return held.standing;
    // Requests that arrive together share one look.
    running ??= refresh().finally(() => {
      running = null;
    });
    return running;
  };
}

async function loadPolicy(database: Database): Promise<Pick<Standing, 'policy' | 'policyVersion'>> {
  const stored = await newestPolicy(database.queries);
  if (stored === null) throw new Error('No policy was applied yet; the server applies one when it starts.');
  const parsed = parsePolicy(stored.source, `policy version ${stored.version}`);
  if (!parsed.ok) throw new Error(`Policy version ${stored.version} cannot be read by this release.`);
  return { policy: parsed.value, policyVersion: stored.version };
}
