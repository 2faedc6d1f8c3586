import { IconArrowsSplit2, IconEqual, IconLock, IconLockOpen } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { words } from '../words.ts';
import type { Change } from './api.ts';
import classes from './change.module.css';

const icons = { tightens: IconLock, loosens: IconLockOpen, none: IconEqual, unclear: IconArrowsSplit2 } as const;

/** What a change does to how strict the policy is, by shape, colour and word. */
export function EffectMark({ effect }: { effect: Change['effect'] }): ReactNode {
  const Icon = icons[effect];
  return (
    <span className={classes['effect']} data-effect={effect}>
      <Icon size={14} aria-hidden="true" />
      {words(`policy.changes.effects.${effect}`)}
    </span>
  );
}
