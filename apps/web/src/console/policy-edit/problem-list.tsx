import { Text } from '@mantine/core';
import type { ReactNode, RefObject } from 'react';
import { describeError } from '../../design/describe-error.ts';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import type { Problem } from './api.ts';
import classes from './edit.module.css';
import { checkSummary } from './model.ts';

export type ProblemListProps = {
  readonly id: string;
  readonly box: RefObject<HTMLDivElement | null>;
  /** Undefined before anything was checked. */
  readonly problems: readonly Problem[] | undefined;
  readonly isChecking: boolean;
  /** Why checking failed. */
  readonly error: unknown;
  /** Why the text is not even sent. */
  readonly unsendable: string | undefined;
  /** Somebody wants to go on and cannot. */
  readonly isBlocking: boolean;
  readonly onGoTo: (line: number) => void;
};

/** Every problem in words, each leading to its line and, where two places contradict each other, to both. */
export function ProblemList(props: ProblemListProps): ReactNode {
  const { id, box, isBlocking, onGoTo, unsendable } = props;
  const problems = unsendable === undefined ? props.problems : undefined;
  return (
    <section id={id} ref={box} tabIndex={-1} aria-label={words('policy.edit.problems')} className={classes['problems']}>
      <div role="status">
        {problems === undefined ? <Unchecked {...props} /> : <Summary problems={problems} isBlocking={isBlocking} />}
      </div>
      {problems !== undefined && problems.length > 0 && (
        <ul>
          {problems.map((problem) => (
            <li key={`${problem.line}:${problem.column} ${problem.code} ${problem.message}`}>
              <ProblemEntry problem={problem} onGoTo={onGoTo} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Unchecked({ unsendable, isChecking, error }: ProblemListProps): ReactNode {
  if (unsendable !== undefined) return <StateMark kind="bad">{unsendable}</StateMark>;
  if (isChecking) return <Text c="dimmed">{words('policy.edit.checking')}</Text>;
  if (error === null) return null;
  return (
    <Text c="dimmed">
      {words('policy.edit.uncheckable')} {describeError(error).what}
    </Text>
  );
}

function Summary({ problems, isBlocking }: { problems: readonly Problem[]; isBlocking: boolean }): ReactNode {
  const { kind, text } = checkSummary(problems);
  return (
    <Text component="div" fw={600}>
      <StateMark kind={kind}>{text}</StateMark>{' '}
      {isBlocking && (
        <Text component="span" fw={400}>
          {words('policy.edit.cannotCompare')}
        </Text>
      )}
    </Text>
  );
}

function ProblemEntry({ problem, onGoTo }: { problem: Problem; onGoTo: (line: number) => void }): ReactNode {
  const { severity, line, message, other } = problem;
  return (
    <>
      <span className={classes['where']}>
        <LineButton line={line} text={words('policy.edit.goToLine', { line })} onGoTo={onGoTo} />
        {other !== undefined && (
          <LineButton line={other.line} text={words('policy.edit.goToOther', { line: other.line })} onGoTo={onGoTo} />
        )}
      </span>
      <span>
        <StateMark kind={severity === 'error' ? 'bad' : 'attention'}>{words(`policy.severity.${severity}`)}</StateMark>{' '}
        {message}
      </span>
    </>
  );
}

type LineButtonProps = { readonly line: number; readonly text: string; readonly onGoTo: (line: number) => void };

function LineButton({ line, text, onGoTo }: LineButtonProps): ReactNode {
  return (
    <button type="button" onClick={() => onGoTo(line)}>
      {text}
    </button>
  );
}
