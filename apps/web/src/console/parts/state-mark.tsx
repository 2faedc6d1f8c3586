import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleFilled,
  IconCircleHalf2,
  IconCircleMinus,
  IconCircleX,
  IconClockExclamation,
  IconPlugConnectedX,
  IconShieldX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { words } from '../words.ts';
import classes from './parts.module.css';

const icons = {
  good: IconCircleFilled,
  done: IconCircleCheck,
  waiting: IconCircleHalf2,
  attention: IconAlertTriangle,
  bad: IconCircleX,
  over: IconBan,
  off: IconCircleMinus,
  late: IconClockExclamation,
  cut: IconPlugConnectedX,
  distrusted: IconShieldX,
} as const;
export type StateKind = keyof typeof icons;

/** A state by colour, shape and word, as `StatusBadge` does it for credentials. */
export function StateMark({ kind, children }: { kind: StateKind; children: ReactNode }): ReactNode {
  const Icon = icons[kind];
  return (
    <span className={classes['mark']} data-kind={kind}>
      <Icon size={14} aria-hidden="true" />
      <span className={classes['word']}>{children}</span>
    </span>
  );
}

const personKinds = { active: 'good', invited: 'waiting', disabled: 'over' } as const;
export function PersonMark({ status }: { status: keyof typeof personKinds }): ReactNode {
  return <StateMark kind={personKinds[status]}>{words(`personStatus.${status}`)}</StateMark>;
}

const invitationKinds = { open: 'waiting', used: 'done', expired: 'over', withdrawn: 'over' } as const;
export function InvitationMark({ status }: { status: keyof typeof invitationKinds }): ReactNode {
  return <StateMark kind={invitationKinds[status]}>{words(`invitationStatus.${status}`)}</StateMark>;
}

const outcomeKinds = { success: 'done', refused: 'bad', failed: 'attention' } as const;
export function OutcomeMark({ outcome }: { outcome: keyof typeof outcomeKinds }): ReactNode {
  return <StateMark kind={outcomeKinds[outcome]}>{words(`outcomes.${outcome}`)}</StateMark>;
}
