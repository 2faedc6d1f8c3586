import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { words } from '../words.ts';

/** Why something is done; the audit log keeps it. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }): ReactNode {
  return (
    <Textarea
      label={words('acts.reason')}
      description={words('acts.reasonHelp')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      required
      maxLength={500}
      autosize
      minRows={2}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
