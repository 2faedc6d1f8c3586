import { err, type Result } from '@holdfast/kernel';
import type { RefusedCall } from '../http/route.ts';
import type { Database, Tx } from '../store/database.ts';

/** Carries a refusal out of a transaction, so that the database takes back what was written before it. */
class RolledBack extends Error {
  readonly refusal: RefusedCall;

  constructor(refusal: RefusedCall) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Runs `work` in one transaction that commits only when it accepts: a refusal, at any point, changes nothing. */
export async function decideInTransaction<T>(
  database: Database,
  work: (tx: Tx) => Promise<Result<T, RefusedCall>>,
): Promise<Result<T, RefusedCall>> {
  try {
    return await database.inTransaction(async (tx) => {
      const decided = await work(tx);
      if (!decided.ok) throw new RolledBack(decided.error);
      return decided;
    });
  } catch (error) {
    if (error instanceof RolledBack) return err(error.refusal);
    throw error;
  }
}
