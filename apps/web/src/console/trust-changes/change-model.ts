import type { Api } from '@holdfast/server/contract';

export type TrustChange = Api['GET /api/v1/trust/changes']['answer']['changes'][number];

/** How a change is read, worst first. */
export const changeWeights = ['worse', 'look', 'better', 'certified', 'added'] as const;
export type ChangeWeight = (typeof changeWeights)[number];

/** MDS 3.1.1 §3.1.4: statuses that speak against a model. */
const problemStatuses = [
  'REVOKED',
  'USER_KEY_REMOTE_COMPROMISE',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
  'USER_VERIFICATION_BYPASS',
  'RETIRED',
];

export function weightOf({ kind, text }: Pick<TrustChange, 'kind' | 'text'>): ChangeWeight {
  const speaksAgainst = problemStatuses.some((status) => new RegExp(`\\b${status}\\b`).test(text));
  switch (kind) {
    case 'model-removed':
      return 'worse';
    case 'report-added':
      return speaksAgainst ? 'worse' : 'certified';
    case 'report-withdrawn':
      return speaksAgainst ? 'better' : 'look';
    case 'roots-changed':
    case 'synchronisation-changed':
    case 'update-without-version':
      return 'look';
    case 'certification-changed':
      return 'certified';
    case 'model-added':
      return 'added';
  }
}

export type ChangeGroup = { readonly weight: ChangeWeight; readonly changes: readonly TrustChange[] };

/** Worst first; within a group those that concern most of our passkeys. Empty groups are left out. */
export function groupChanges(changes: readonly TrustChange[]): readonly ChangeGroup[] {
  return changeWeights
    .map((weight) => ({ weight, changes: changes.filter((change) => weightOf(change) === weight).sort(mostOursFirst) }))
    .filter((group) => group.changes.length > 0);
}

function mostOursFirst(a: TrustChange, b: TrustChange): number {
  return oursOf(b) - oursOf(a);
}

/** Passkeys of ours that a change concerns: a report sets some aside, and its withdrawal brings them back. */
export function oursOf({ ours }: Pick<TrustChange, 'ours'>): number {
  return ours === null ? 0 : ours.attested + ours.claimed + ours.setAside;
}
