import type { Refusal } from '@holdfast/kernel';
import type { WebauthnErrorCode } from './errors.ts';

export type WebauthnRefusal = Refusal<WebauthnErrorCode>;

/** A refusal that says where the procedure stopped. */
export type StepRefusal<StepId extends string = string> = WebauthnRefusal & { readonly step: StepId };

/**
 * One step of a procedure of the specification. Steps that are done while decoding, by the browser or by the caller are listed too, so
 * that the table accounts for every step of the text.
 */
export type Step<Evidence> = {
  /** Ours and stable; numbers move between levels of the specification. */
  readonly id: string;
  readonly cites: string;
  /** Every code that this step can refuse with. */
  readonly codes: readonly WebauthnErrorCode[];
} & (
  | { readonly by: 'here'; readonly check: (evidence: Evidence) => WebauthnRefusal | undefined }
  | { readonly by: 'decoding' | 'browser' | 'caller'; readonly note: string }
);

type CheckedStep<Evidence, Id extends string> = Extract<Step<Evidence>, { readonly by: 'here' }> & { readonly id: Id };

/** The steps of a table that are checks, in its order. */
export function checksIn<Evidence, Id extends string>(
  steps: readonly (Step<Evidence> & { readonly id: Id })[],
): readonly CheckedStep<Evidence, Id>[] {
  return steps.filter((step): step is CheckedStep<Evidence, Id> => step.by === 'here');
}

/** Runs the checks in the order of the table and stops at the first refusal. */
export function firstRefusal<Evidence, Id extends string>(
  checks: readonly CheckedStep<Evidence, Id>[],
  evidence: Evidence,
): StepRefusal<Id> | undefined {
  for (const { id, check } of checks) {
    const refusal = check(evidence);
    if (refusal !== undefined) return { ...refusal, step: id };
  }
  return undefined;
}
