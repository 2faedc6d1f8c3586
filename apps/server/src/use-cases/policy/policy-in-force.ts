import { type Policy, parsePolicy } from '@holdfast/policy';
import type { Queries } from '../../store/database.ts';
import { newestPolicy, type PolicyVersion } from '../../store/policy-versions.ts';

export type InForce = { readonly stored: PolicyVersion; readonly policy: Policy };

/**
 * The policy in force as the database has it: what changes it decides by this, never by the copy that a node keeps in
 * memory, which may be a second old.
 *
 * @throws when none was ever applied, or when it is of a newer release
 */
export async function policyInForce(queries: Queries): Promise<InForce> {
  const stored = await newestPolicy(queries);
  if (stored === null) throw new Error('No policy was applied yet; the server applies one when it starts.');
  const parsed = parsePolicy(stored.source, `policy version ${stored.version}`);
  if (!parsed.ok) throw new Error(`Policy version ${stored.version} cannot be read by this release.`);
  return { stored, policy: parsed.value };
}

/** Whether a change of this policy waits for somebody other than who proposed it. */
export function demandsSecondPerson({ changes }: Policy): boolean {
  return changes.secondPerson === 'required';
}
