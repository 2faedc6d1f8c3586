import { Button, CopyButton, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Column, DataList } from '../../design/data-list.tsx';
import { Notice } from '../../design/notice.tsx';
import { Lines, Section } from '../parts/section.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import classes from './inspect.module.css';
import { headline, type NotInspected, type Report, type Step, stepKind, verdictKinds, verdictLines } from './model.ts';
import { FieldTree } from './tree.tsx';

/** The verdict first, then every step, then every field. */
export function ReportView({ report }: { report: Report }): ReactNode {
  return (
    <Stack>
      <Notice kind={verdictKinds[report.verdict.outcome]} announce>
        <Title order={2} size="h3" className={classes['headline'] ?? ''}>
          {headline(report)}
        </Title>
        <div className={classes['verdict']}>
          <Lines lines={verdictLines(report)} />
        </div>
        <CopyReport report={report} />
      </Notice>
      <Section title={words('inspect.steps')} text={words('inspect.stepsText')}>
        <DataList label={words('inspect.steps')} columns={columns} rows={report.steps} rowKey={({ id }) => id} />
      </Section>
      <FieldTree report={report} />
    </Stack>
  );
}

const columns: readonly Column<Step>[] = [
  {
    key: 'step',
    header: words('inspect.columns.step'),
    names: true,
    cell: ({ id }) => <span className={classes['step']}>{id}</span>,
    width: '220px',
  },
  { key: 'outcome', header: words('inspect.columns.outcome'), cell: (step) => <Outcome step={step} />, width: '140px' },
  { key: 'text', header: words('inspect.columns.text'), cell: (step) => <Found step={step} /> },
  {
    key: 'section',
    header: words('inspect.columns.section'),
    cell: ({ cites }) => <span className={classes['section']}>{cites}</span>,
    width: '140px',
    wideOnly: true,
  },
];

function Outcome({ step }: { step: Step }): ReactNode {
  const kind = stepKind(step);
  const word = words(`inspect.stepOutcome.${step.outcome}`);
  return kind === 'none' ? (
    <span className={classes['quiet']}>– {word}</span>
  ) : (
    <StateMark kind={kind}>{word}</StateMark>
  );
}

function Found({ step }: { step: Step }): ReactNode {
  return <span className={stepKind(step) === 'none' ? classes['quiet'] : classes['found']}>{step.text}</span>;
}

function CopyReport({ report }: { report: Report }): ReactNode {
  return (
    <CopyButton value={JSON.stringify(report, undefined, 2)} timeout={4000}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="xs"
          mt="md"
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />}
        >
          <span aria-live="polite">{copied ? words('inspect.copied') : words('inspect.copy')}</span>
        </Button>
      )}
    </CopyButton>
  );
}

/** What was pasted is no ceremony, or a case with mistakes: all of them at once. */
export function NotInspectedView({ why: { message, problems } }: { why: NotInspected }): ReactNode {
  return (
    <Notice kind="bad" announce>
      <Title order={2} size="h3">
        {words('inspect.notInspected')}
      </Title>
      <Text>{message}</Text>
      {problems.length > 0 && (
        <ul className={classes['problems']}>
          {problems.map(({ path, message: problem }) => (
            <li key={`${path} ${problem}`}>
              <span className={classes['step']}>{path === '' ? words('inspect.wholeCase') : path}</span>: {problem}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
