import { Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconCircleFilled, IconCircleHalf2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { designWords } from '../words/design.ts';
import classes from './marks.module.css';

export type CredentialStatus = 'active' | 'pending' | 'quarantined' | 'revoked';

const icons = {
  active: IconCircleFilled,
  pending: IconCircleHalf2,
  quarantined: IconAlertTriangle,
  revoked: IconBan,
} as const;

/** The state of a credential by colour, shape and word; `reason` says why, on hover and focus. */
export function StatusBadge({ status, reason }: { status: CredentialStatus; reason?: string | undefined }): ReactNode {
  const Icon = icons[status];
  return (
    <Tooltip label={reason ?? designWords(`status_${status}_meaning`)} multiline maw={320}>
      <span className={classes['mark']} data-kind={status}>
        <Icon size={14} aria-hidden="true" />
        <span className={classes['word']}>{designWords(`status_${status}`)}</span>
      </span>
    </Tooltip>
  );
}
