import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { words } from '../words.ts';

/** Why something is done; the audit log keeps it. */
export function ReasonField(props: {
  value: string;
  onChange: (value: string) => void;
  /** Where it is not only for the audit log. */
  help?: string;
}): ReactNode {
  const { value, onChange, help = words('acts.reasonHelp') } = props;
  return (
    <Textarea
      label={words('acts.reason')}
      description={help}
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
