import type { Refusal } from '@holdfast/kernel';
import type { MetadataErrorCode } from './errors.ts';

export type MetadataRefusal = Refusal<MetadataErrorCode>;

/**
 * One step of the processing rules. Steps that are done while decoding or by the caller are listed too, so that the table accounts for
 * all of them.
 */
export type BlobStep<Evidence> = {
  /** Ours and stable. */
  readonly id: string;
  readonly cites: string;
  /** Every code that this step can refuse with. */
  readonly codes: readonly MetadataErrorCode[];
} & (
  | { readonly by: 'here'; readonly check: (evidence: Evidence) => MetadataRefusal | undefined }
  | { readonly by: 'decoding' | 'caller'; readonly note: string }
);

/** Runs the checks in the order of the table and stops at the first refusal. */
export function firstRefusal<Evidence, Id extends string>(
  steps: readonly (BlobStep<Evidence> & { readonly id: Id })[],
  evidence: Evidence,
): (MetadataRefusal & { readonly step: Id }) | undefined {
  for (const step of steps) {
    const refusal = step.by === 'here' ? step.check(evidence) : undefined;
    if (refusal !== undefined) return { ...refusal, step: step.id };
  }
  return undefined;
}
