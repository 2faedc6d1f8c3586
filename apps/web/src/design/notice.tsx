import { Box } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './notice.module.css';

export type NoticeKind = 'good' | 'attention' | 'bad' | 'info';

const icons = { good: IconCircleCheck, attention: IconAlertTriangle, bad: IconCircleX, info: IconInfoCircle } as const;

/** A statement in its own box: colour and shape say of which kind it is. `announce` makes it a live region. */
export function Notice({
  kind,
  announce = false,
  children,
}: {
  kind: NoticeKind;
  announce?: boolean;
  children: ReactNode;
}): ReactNode {
  const Icon = icons[kind];
  const role = announce ? (kind === 'bad' || kind === 'attention' ? 'alert' : 'status') : undefined;
  return (
    <div {...(role === undefined ? {} : { role })} className={classes['notice']} data-kind={kind}>
      <Icon size={20} aria-hidden="true" className={classes['icon']} />
      <Box miw={0} flex={1}>
        {children}
      </Box>
    </div>
  );
}
