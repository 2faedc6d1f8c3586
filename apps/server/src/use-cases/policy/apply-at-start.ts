import { type Policy, parsePolicy, problemText } from '@holdfast/policy';
import type { Ports } from '../../ports.ts';
import { isUniqueViolation } from '../../store/database.ts';
import { insertPolicy, newestPolicy } from '../../store/policy-versions.ts';
import { record } from '../acting.ts';

export type PolicySource = {
  readonly source: string;
  readonly origin: 'shipped' | 'file';
  /** Name of the file, for messages. */
  readonly file?: string;
};

/** How often a node tries again when another one took the version number first. */
const TRIES_MAX = 5;

/**
 * Puts a policy into force when it differs from the one that is. The shipped default never takes the place of one that
 * came from a file: a setting that was forgotten must not loosen anything.
 *
 * @throws with every problem, one a line, when the text has errors: nothing is then stored
 */
export async function applyPolicyAtStart(
  ports: Pick<Ports, 'database' | 'now' | 'newId'>,
  { source, origin, file = 'the shipped policy' }: PolicySource,
): Promise<'applied' | 'unchanged'> {
  const parsed = parsePolicy(source, file);
  if (!parsed.ok) throw new Error(`The policy is not usable:\n${parsed.error.map(problemText).join('\n')}`);
  for (let tries = 1; ; tries += 1) {
    try {
      return await applyOnce(ports, parsed.value, origin);
    } catch (error) {
      // Another node applied a version between our look and our write: look again.
      if (!isUniqueViolation(error) || tries === TRIES_MAX) throw error;
    }
  }
}

async function applyOnce(
  ports: Pick<Ports, 'database' | 'now' | 'newId'>,
  { digest, source }: Policy,
  origin: PolicySource['origin'],
): Promise<'applied' | 'unchanged'> {
  const at = ports.now();
  return ports.database.inTransaction(async (tx) => {
    const newest = await newestPolicy(tx);
    if (newest?.digest === digest) return 'unchanged';
    if (newest?.origin === 'file' && origin === 'shipped') return 'unchanged';
    const version = (newest?.version ?? 0) + 1;
    await insertPolicy(tx, { version, digest, source, origin, appliedAt: at, appliedBy: 'server start' });
    await record(
      ports,
      tx,
      { by: 'system', at },
      {
        type: 'policy.applied',
        policyDigest: digest,
        detail: { version, origin, digest, before: newest?.digest ?? null },
      },
    );
    return 'applied';
  });
}
