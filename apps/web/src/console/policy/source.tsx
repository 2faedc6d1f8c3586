import { type ReactNode, useEffect, useRef } from 'react';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import { annotate, type Problem, type SourceLine } from './model.ts';
import classes from './policy.module.css';

export type SourceProps = {
  readonly source: string;
  readonly problems: readonly Problem[];
  /** The line to show and mark, e.g. the one that a rule stands at. */
  readonly line: number | undefined;
  readonly label: string;
};

/** A policy text with line numbers, and each problem below the line that it is about. */
export function Source({ source, problems, line, label }: SourceProps): ReactNode {
  const marked = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (line === undefined) return;
    marked.current?.scrollIntoView({ block: 'center' });
    marked.current?.focus({ preventScroll: true });
  }, [line]);
  return (
    <section aria-label={label} className={classes['source']}>
      <ol className={classes['sourceLines']}>
        {annotate(source, problems).map((entry) => (
          <li
            key={entry.number}
            ref={entry.number === line ? marked : undefined}
            tabIndex={entry.number === line ? -1 : undefined}
            data-marked={entry.number === line}
          >
            <Line entry={entry} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Line({ entry }: { entry: SourceLine }): ReactNode {
  return (
    <>
      <span className={classes['number']} aria-hidden="true">
        {entry.number}
      </span>
      <code className={classes['code']}>{entry.text === '' ? ' ' : entry.text}</code>
      {entry.problems.map((problem) => (
        <ProblemText key={`${problem.code} ${problem.column} ${problem.message}`} problem={problem} />
      ))}
    </>
  );
}

export function ProblemText({ problem }: { problem: Problem }): ReactNode {
  const kind = problem.severity === 'error' ? 'bad' : 'attention';
  return (
    <div className={classes['problem']} data-severity={problem.severity}>
      <StateMark kind={kind}>{words(`policy.severity.${problem.severity}`)}</StateMark> {problem.message}
      {problem.other !== undefined && ` (${words('policy.seeAlso', { line: problem.other.line })})`}
    </div>
  );
}
