/**
 * One row of an error catalogue: everything that is said about one mistake of an outsider.
 * Codes are never renamed and never used again for something else.
 */
export type CatalogueEntry = {
  /** HTTP status of an answer that refuses with this code. */
  readonly status: number;
  /** The name that clients get. Several codes share one where the difference would help an attacker. */
  readonly public: string;
  /** What the person reads: what happened and what to do now. */
  readonly person: string;
  /** What the operator reads, in the event and in docs. */
  readonly operator: string;
};

export type Catalogue = Readonly<Record<string, CatalogueEntry>>;

/** Detail that makes a refusal exact (received and expected values). For events and logs, never for clients. */
export type RefusalDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Why something was refused. `step` is the named step of the procedure that refused. */
export type Refusal<Code extends string = string> = {
  readonly code: Code;
  readonly step?: string;
  readonly detail?: RefusalDetail;
};

export function refuse<Code extends string>(code: Code, detail?: RefusalDetail): Refusal<Code> {
  return detail === undefined ? { code } : { code, detail };
}
