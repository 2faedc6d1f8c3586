import type { Account, OwnPasskey } from './api.ts';

export type Progress = {
  readonly have: number;
  readonly minimum: number;
  readonly missing: number;
  /** What the policy still wants, as the server says it. */
  readonly todo: readonly string[];
  readonly enough: boolean;
};

/** What the policy still wants of the person. `have` counts what the policy counts and may pass the minimum. */
export function progressOf({ have, minimum, missing, todo }: Account['wanted']): Progress {
  return { have, minimum, missing, todo: todo.map(({ person }) => person), enough: missing === 0 && todo.length === 0 };
}

const weight = { quarantined: 0, pending: 1, active: 2, revoked: 3 } as const;

/** What needs attention first, then the most recently used. */
export function inOrder(passkeys: readonly OwnPasskey[]): OwnPasskey[] {
  return [...passkeys].sort(
    (a, b) => weight[a.status] - weight[b.status] || (b.lastUsedAt ?? b.createdAt) - (a.lastUsedAt ?? a.createdAt),
  );
}
