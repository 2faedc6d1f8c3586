import { Tooltip } from '@mantine/core';
import { IconShieldCheckFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { designWords } from '../words/design.ts';
import classes from './marks.module.css';

export type Evidence = 'attested' | 'claimed';

/** What supports the class of a passkey: a shield when the maker proved it, a dashed one when it was only said. */
export function EvidenceMark({ evidence }: { evidence: Evidence }): ReactNode {
  return (
    <Tooltip label={designWords(`evidence_${evidence}_meaning`)} multiline maw={320}>
      <span className={classes['mark']} data-kind={evidence}>
        {evidence === 'attested' ? <IconShieldCheckFilled size={16} aria-hidden="true" /> : <DashedShield />}
        <span className={classes['word']}>{designWords(`evidence_${evidence}`)}</span>
      </span>
    </Tooltip>
  );
}

function DashedShield(): ReactNode {
  return (
    <svg width="16" height="16" viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d="M12 3a12 12 0 0 0 8.5 3a12 12 0 0 1 -8.5 15a12 12 0 0 1 -8.5 -15a12 12 0 0 0 8.5 -3"
        stroke="currentColor"
        strokeWidth="2"
        pathLength="24"
        strokeDasharray="1.9 1.1"
        strokeDashoffset="0.95"
        strokeLinecap="butt"
      />
    </svg>
  );
}
