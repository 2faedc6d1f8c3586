import { createHash } from 'node:crypto';
import type { Instant } from '@holdfast/kernel';
import { parsePolicy } from '@holdfast/policy';
import { makeTrustData, parseTrustFile, type TrustData } from '@holdfast/trust';
import { parse as parseYaml } from 'yaml';
import type { Standing } from './ports.ts';
import type { Database } from './store/database.ts';
import { newestPolicy, newestPolicyNumber } from './store/policy-versions.ts';
import { newestTrustDocument, newestTrustDocumentId } from './store/trust-documents.ts';

/** How long a node goes on without asking whether another one applied something: half of what is promised. */
const CHECK_EVERY_MS = 1000;

/** The kind of trust document that names models and their roots. */
export const LOCAL_MODELS = 'local_models';

/**
 * Policy and trust data in memory. Asks the database for their version numbers at most once a second and reads them
 * whole only when one has changed.
 */
export function standingFrom(database: Database, now: () => Instant): () => Promise<Standing> {
  let held: { readonly standing: Standing; readonly trustId: string | null } | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<Standing> | null = null;

  async function refresh(): Promise<Standing> {
    const at = now();
    const { queries } = database;
    const policyNumber = await newestPolicyNumber(queries);
    const trustId = await newestTrustDocumentId(queries, LOCAL_MODELS);
    if (held === null || held.standing.policyVersion !== policyNumber || held.trustId !== trustId) {
      held = { standing: await loadStanding(database, at), trustId };
    }
    checkedAt = at;
    return held.standing;
  }

  return async () => {
    if (held !== null && now() - checkedAt < CHECK_EVERY_MS && now() >= checkedAt) return held.standing;
    // Requests that arrive together share one look.
    running ??= refresh().finally(() => {
      running = null;
    });
    return running;
  };
}

async function loadStanding(database: Database, at: Instant): Promise<Standing> {
  const stored = await newestPolicy(database.queries);
  if (stored === null) throw new Error('No policy was applied yet; the server applies one when it starts.');
  const parsed = parsePolicy(stored.source, `policy version ${stored.version}`);
  if (!parsed.ok) throw new Error(`Policy version ${stored.version} cannot be read by this release.`);
  const document = await newestTrustDocument(database.queries, LOCAL_MODELS);
  return {
    policy: parsed.value,
    policyVersion: stored.version,
    trust:
      document === null ? makeTrustData({ models: [], digest: digestOf(''), at }) : trustFromText(document.body, at),
  };
}

/**
 * Trust data from the YAML text of a trust file.
 *
 * @throws with every problem, one a line, when the text is not usable
 */
export function trustFromText(text: string, at: Instant): TrustData {
  const parsed = parseTrustFile(parseYaml(text, { schema: 'core', maxAliasCount: 0 }));
  if (!parsed.ok)
    throw new Error(
      `The trust file is not usable:\n${parsed.error.map((problem) => `  ${problem.message}`).join('\n')}`,
    );
  return makeTrustData({ models: parsed.value, digest: digestOf(text), at });
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
