import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { TimeText } from '../../design/time-text.tsx';
import { count } from '../count.ts';
import { Lines } from '../parts/section.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { ChangeGroups } from '../trust-changes/change-groups.tsx';
import { words } from '../words.ts';
import type { Imported } from './api.ts';
import classes from './import.module.css';
import { entriesText, numberText } from './model.ts';

const marks = { replaced: 'done', unchanged: 'off', refused: 'bad' } as const;

/** What one document of a file would change, or has changed: what it is, what is in it, and what is different. */
export function ImportedDocument({ document, isStored }: { document: Imported; isStored: boolean }): ReactNode {
  const { kind, outcome, message, problems, problemsTotal, changesTotal } = document;
  return (
    <article className={classes['document']} aria-label={words(`trust.kinds.${kind}`)}>
      <Stack gap="sm">
        <div>
          <Title order={3} size="h4">
            {words(`trust.kinds.${kind}`)}
          </Title>
          <StateMark kind={marks[outcome]}>
            {isStored ? words(`import.stored.${outcome}`) : words(`import.would.${outcome}`)}
          </StateMark>
          {message !== null && <Text size="sm">{message}</Text>}
        </div>
        {outcome !== 'refused' && <Lines wide lines={linesOf(document)} />}
        {problemsTotal > 0 && (
          <details>
            <summary className={classes['summary']}>{words('trust.problems', { count: count(problemsTotal) })}</summary>
            <ul className={classes['problems']}>
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </details>
        )}
        {kind === 'metadata_blob' && outcome === 'replaced' && (
          <div>
            <Title order={4} size="h4" mb="xs">
              {isStored ? words('import.changed') : words('import.wouldChange')}
            </Title>
            <ChangeGroups changes={document.changes} total={changesTotal} headingOrder={5} isInUse={isStored} />
          </div>
        )}
      </Stack>
    </article>
  );
}

function linesOf(document: Imported) {
  const { nextUpdateAt, signer, digest } = document;
  const number = numberText(document);
  return [
    ...(number === null ? [] : [{ key: 'number', name: words('import.number'), value: number }]),
    { key: 'entries', name: words('import.entries'), value: entriesText(document) },
    ...(nextUpdateAt === null
      ? []
      : [{ key: 'next', name: words('trust.promised'), value: <TimeText at={nextUpdateAt} /> }]),
    ...(signer === null ? [] : [{ key: 'signer', name: words('trust.signer'), value: signer }]),
    { key: 'digest', name: words('trust.digest'), value: digest, long: true },
  ];
}
