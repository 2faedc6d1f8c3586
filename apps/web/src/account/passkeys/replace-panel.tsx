import { Button, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { accountWords as words } from '../../words/account.ts';
import { namesInWords } from '../../words/names.ts';
import type { OwnPasskey } from './api.ts';
import type { Replacement } from './model.ts';
import classes from './passkeys.module.css';

type ReplacePanelProps = {
  readonly replacement: Replacement;
  readonly adding: boolean;
  readonly onAdd: () => void;
  readonly onRemove: (passkey: OwnPasskey) => void;
};

/** What is wrong with a passkey that was set aside, which other one works, and the two steps to be done with it. */
export function ReplacePanel(props: ReplacePanelProps): ReactNode {
  const { passkey, others, step } = props.replacement;
  const titleId = useId();
  return (
    <section className={classes['replace']} aria-labelledby={titleId}>
      <IconAlertTriangle size={20} aria-hidden="true" className={classes['replaceIcon']} />
      <Stack gap="sm" miw={0}>
        <Title order={2} size="h3" id={titleId}>
          {words('replace_title', { name: passkey.name })}
        </Title>
        <Text>{passkey.explanation}</Text>
        <Text>
          {others.length === 0
            ? words('replace_no_other')
            : words('replace_others', { count: others.length, names: namesInWords(others) })}
        </Text>
        <ol className={classes['replaceSteps']}>
          <Step number={1} isDone={step === 'remove'} text={words('replace_add_text')}>
            <Button loading={props.adding} onClick={props.onAdd}>
              {words('replace_add')}
            </Button>
          </Step>
          <Step number={2} isNext={step === 'remove'} text={words('replace_remove_text', { name: passkey.name })}>
            <Button onClick={() => props.onRemove(passkey)}>{words('replace_remove', { name: passkey.name })}</Button>
          </Step>
        </ol>
      </Stack>
    </section>
  );
}

type StepProps = {
  readonly number: number;
  readonly isDone?: boolean;
  readonly isNext?: boolean;
  readonly text: string;
  readonly children: ReactNode;
};

/** Only the step that is next has its button. */
function Step({ number, isDone = false, isNext = !isDone, text, children }: StepProps): ReactNode {
  return (
    <li data-next={isNext}>
      {isDone ? (
        <IconCircleCheck size={24} role="img" aria-label={words('replace_step_done')} className={classes['stepDone']} />
      ) : (
        <span className={classes['stepNumber']} aria-hidden="true">
          {number}
        </span>
      )}
      <Stack gap="xs" align="flex-start" miw={0}>
        <Text {...(!isNext && { c: 'dimmed' })}>{text}</Text>
        {isNext && children}
      </Stack>
    </li>
  );
}
