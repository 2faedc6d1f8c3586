import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { count } from '../count.ts';
import { words } from '../words.ts';
import type { DiffLine } from './api.ts';
import classes from './change.module.css';
import { type Piece, pieces } from './model.ts';

/** Two texts line by line, told apart by sign, colour and, for those who hear it, a word. */
export function LineDiff({ lines, label }: { lines: readonly DiffLine[]; label: string }): ReactNode {
  return (
    <section aria-label={label} className={classes['diff']}>
      {pieces(lines).map((piece) =>
        piece.at === 'shown' ? <Lines key={piece.key} lines={piece.lines} /> : <Folded key={piece.key} piece={piece} />,
      )}
    </section>
  );
}

function Folded({ piece }: { piece: Piece }): ReactNode {
  const [opened, setOpened] = useState(false);
  if (opened) return <Lines lines={piece.lines} />;
  return (
    <button type="button" className={classes['folded']} onClick={() => setOpened(true)}>
      {words('policy.changes.folded', { count: count(piece.lines.length) })}
    </button>
  );
}

const signs = { same: ' ', added: '+', removed: '−' } as const;

function Lines({ lines }: { lines: readonly DiffLine[] }): ReactNode {
  return (
    <ol className={classes['lines']}>
      {lines.map((line) => (
        <li key={`${line.before} ${line.after}`} data-kind={line.kind}>
          <span className={classes['number']} aria-hidden="true">
            {line.before}
          </span>
          <span className={classes['number']} aria-hidden="true">
            {line.after}
          </span>
          <span aria-hidden="true">{signs[line.kind]}</span>
          <code>
            {line.kind !== 'same' && <VisuallyHidden>{words(`policy.changes.said.${line.kind}`)} </VisuallyHidden>}
            {line.text === '' ? ' ' : line.text}
          </code>
        </li>
      ))}
    </ol>
  );
}
