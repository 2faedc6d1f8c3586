import type { ReactNode } from 'react';
import mark from './mark.svg';

/** The mark of the product; decoration beside a name. */
export function Mark({ size = 28 }: { size?: number }): ReactNode {
  return <img src={mark} width={size} height={size} alt="" />;
}
