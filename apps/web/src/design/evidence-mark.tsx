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
        d="M9 4.1L12 3l3 1.1M17.3 5L20 6v2.6M20 11.4c0 1.6-.4 3-1.1 4.2M17 18c-1.4 1.4-3.2 2.4-5 3c-1.8-.6-3.6-1.6-5-3M5.1 15.6C4.4 14.4 4 13 4 11.4M4 8.6V6l2.7-1"
        stroke="currentColor"
        strokeWidth="2"
      />
    </svg>
  );
}
