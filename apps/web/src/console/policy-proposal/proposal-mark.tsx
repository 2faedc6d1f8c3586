import type { ReactNode } from 'react';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import type { Proposal } from './api.ts';
import { stateKinds } from './model.ts';

export function ProposalMark({ state }: { state: Proposal['state'] }): ReactNode {
  return <StateMark kind={stateKinds[state]}>{words(`policy.proposal.states.${state}`)}</StateMark>;
}
