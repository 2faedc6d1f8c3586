import { Button, Group } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Section } from '../parts/section.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import classes from './inspect.module.css';
import { besideText, isOpenAtFirst, type Node, type Opening, type Report } from './model.ts';

/** Every field, in branches that open and close by mouse, Enter and Space. What led to a refusal is open. */
export function FieldTree({ report }: { report: Report }): ReactNode {
  const [opening, setOpening] = useState<{ readonly to: Opening; readonly times: number }>({
    to: 'as_needed',
    times: 0,
  });
  const open = (to: Opening) => () => setOpening(({ times }) => ({ to, times: times + 1 }));
  const buttons = (
    <Group gap="xs">
      <Button variant="subtle" size="compact-sm" onClick={open('all')}>
        {words('inspect.expandAll')}
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={open('none')}>
        {words('inspect.collapseAll')}
      </Button>
    </Group>
  );
  return (
    <Section title={words('inspect.fields')} text={words('inspect.fieldsText')} aside={buttons}>
      <Branch key={opening.times} nodes={report.tree} depth={0} step={report.verdict.step} opening={opening.to} />
    </Section>
  );
}

type BranchProps = {
  readonly nodes: readonly Node[];
  readonly depth: number;
  readonly step: string | null;
  readonly opening: Opening;
};

function Branch({ nodes, depth, step, opening }: BranchProps): ReactNode {
  return (
    <ul className={classes['tree']} data-depth={depth === 0 ? 'root' : 'inner'}>
      {numbered(nodes).map(([key, node]) => (
        <li key={key} data-refused={node.step === step && step !== null && node.children === undefined}>
          {node.children === undefined ? (
            <div className={classes['leaf']}>
              <Field node={node} step={step} />
            </div>
          ) : (
            <details open={isOpenAtFirst(node, depth, step, opening)}>
              <summary className={classes['summary']}>
                <Field node={node} step={step} />
              </summary>
              <Branch nodes={node.children} depth={depth + 1} step={step} opening={opening} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function Field({ node, step }: { node: Node; step: string | null }): ReactNode {
  const beside = besideText(node);
  const isRefusedHere = step !== null && node.step === step && node.children === undefined;
  return (
    <span className={classes['field']}>
      <span className={classes['label']}>{node.label}</span>
      {node.value !== '' && <span className={classes['value']}>{node.value}</span>}
      {isRefusedHere && <StateMark kind="bad">{words('inspect.refusedHere')}</StateMark>}
      {beside !== '' && <span className={classes['beside']}>{beside}</span>}
    </span>
  );
}

/** The order never changes, and labels repeat. */
function numbered(nodes: readonly Node[]): readonly (readonly [string, Node])[] {
  return nodes.map((node, index) => [`${index} ${node.label}`, node]);
}
