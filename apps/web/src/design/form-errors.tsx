import { Anchor, List, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { designWords } from '../words/design.ts';
import { Notice } from './notice.tsx';

export type FormError = {
  /** The id of the input, to which the entry leads. */
  readonly inputId?: string;
  readonly message: string;
};

/** The summary above a form: takes the focus when errors appear, and leads to each field. */
export function FormErrors({ errors }: { errors: readonly FormError[] }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const said = errors.map(({ message }) => message).join('\n');
  useEffect(() => {
    if (said !== '') box.current?.focus();
  }, [said]);
  if (errors.length === 0) return null;
  return (
    <div ref={box} tabIndex={-1} role="alert">
      <Notice kind="bad">
        <Text fw={600}>{designWords('form_errors', { count: errors.length })}</Text>
        <List>
          {errors.map(({ inputId, message }) => (
            <List.Item key={`${inputId}-${message}`}>
              {inputId === undefined ? message : <Anchor href={`#${inputId}`}>{message}</Anchor>}
            </List.Item>
          ))}
        </List>
      </Notice>
    </div>
  );
}
