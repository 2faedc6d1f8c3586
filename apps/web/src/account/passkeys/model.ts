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
  // What is set aside has a panel of its own, which says what to do step by step.
  const rest = todo.filter(({ code }) => code !== 'replace_quarantined').map(({ person }) => person);
  return { have, minimum, missing, todo: rest, enough: missing === 0 && rest.length === 0 };
}

const weight = { quarantined: 0, pending: 1, active: 2, revoked: 3 } as const;

/** What needs attention first, then the most recently used. */
export function inOrder(passkeys: readonly OwnPasskey[]): OwnPasskey[] {
  return [...passkeys].sort(
    (a, b) => weight[a.status] - weight[b.status] || (b.lastUsedAt ?? b.createdAt) - (a.lastUsedAt ?? a.createdAt),
  );
}

/** How a passkey that was set aside is replaced, and how far that is. */
export type Replacement = {
  readonly passkey: OwnPasskey;
  /** Names of the passkeys that work, as the person gave them. */
  readonly others: readonly string[];
  /** `add`: a passkey that fits comes first. `remove`: what is left is to remove the old one. */
  readonly step: 'add' | 'remove';
};

/** Nobody is told to remove one before there is enough without it, save where they may not add another. */
export function replacementsOf({ passkeys, wanted }: Account): readonly Replacement[] {
  const others = passkeys.filter(({ status }) => status === 'active').map(({ name }) => name);
  const isEnough = others.length > 0 && wanted.missing === 0;
  const step = isEnough || !wanted.mayAdd ? 'remove' : 'add';
  return passkeys
    .filter(({ status }) => status === 'quarantined')
    .map((passkey) => ({ passkey, others, step }) satisfies Replacement);
}

/** Whether nothing is left to be done once this passkey is removed. */
export function endsWell(account: Account, removed: OwnPasskey): boolean {
  const left = replacementsOf(account).filter(({ passkey }) => passkey.id !== removed.id);
  return removed.status === 'quarantined' && left.length === 0 && progressOf(account.wanted).enough;
}
