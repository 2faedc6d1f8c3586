import type { StateKind } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import type { Proposal } from './api.ts';

export const stateKinds: Readonly<Record<Proposal['state'], StateKind>> = {
  open: 'waiting',
  applied: 'done',
  rejected: 'bad',
  withdrawn: 'off',
  expired: 'late',
  outdated: 'off',
};

/** Who proposed it: a person, or the way it came where no person did. */
export function proposerText({ proposedBy, proposedVia }: Pick<Proposal, 'proposedBy' | 'proposedVia'>): string {
  if (proposedBy !== null) return proposedBy.displayName;
  return proposedVia === 'person' ? words('policy.proposal.via.gone') : words(`policy.proposal.via.${proposedVia}`);
}

/** The reason that was given, which whoever decides reads first. */
export function noteText(note: string | null): string {
  return note === null || note.trim() === '' ? words('policy.noNote') : note.trim();
}

/** What names a proposal in a list: the reason that was given. */
export function proposalName(proposal: Pick<Proposal, 'note' | 'proposedBy' | 'proposedVia'>): string {
  const note = proposal.note.trim();
  return note === '' ? words('policy.approvals.noNote', { by: proposerText(proposal) }) : note;
}

/** What a closed proposal came to, in a sentence; null while it waits. */
export function closedText({ state, version, decisionNote }: Pick<Proposal, 'state' | 'version' | 'decisionNote'>) {
  switch (state) {
    case 'open':
      return null;
    case 'applied':
      return words('policy.proposal.said.applied', { version: version ?? '' });
    case 'rejected':
      return words('policy.proposal.said.rejected', { why: decisionNote ?? '' }).trim();
    default:
      return words(`policy.proposal.said.${state}`);
  }
}

/** What its reader can do with a proposal. */
export type Part = 'approver' | 'proposer' | 'reader';

export function partOf(
  { state, proposedBy }: Pick<Proposal, 'state' | 'proposedBy'>,
  reader: { readonly id: string; readonly mayApprove: boolean },
): Part {
  if (state !== 'open') return 'reader';
  if (proposedBy?.id === reader.id) return 'proposer';
  return reader.mayApprove ? 'approver' : 'reader';
}

/** Its text can be proposed again: what was applied is in the history instead. */
export function mayStartFrom({ state }: Pick<Proposal, 'state'>): boolean {
  return state !== 'open' && state !== 'applied';
}
