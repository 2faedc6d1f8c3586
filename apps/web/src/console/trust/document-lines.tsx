import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import { TimeText } from '../../design/time-text.tsx';
import { count } from '../count.ts';
import { Lines } from '../parts/section.tsx';
import { words } from '../words.ts';
import type { TrustDocument } from './api.ts';
import { contentText, originText } from './model.ts';
import classes from './trust.module.css';

/** The document in use: what it is, how it came, until when it is fresh, who signed it, and what could not be read. */
export function DocumentLines({ document }: { document: TrustDocument }): ReactNode {
  return (
    <Box mt="md">
      <Lines wide lines={linesOf(document)} />
      {document.problemsTotal > 0 && (
        <details className={classes['more']}>
          <summary>{words('trust.problems', { count: count(document.problemsTotal) })}</summary>
          <ul className={classes['problems']}>
            {document.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </details>
      )}
    </Box>
  );
}

function linesOf(document: TrustDocument) {
  const { signer, signerValidUntil, freshUntil } = document;
  return [
    { key: 'content', name: words('trust.inUse'), value: contentText(document) },
    {
      key: 'arrived',
      name: words('trust.arrived'),
      value: (
        <>
          <TimeText at={document.arrivedAt} /> · {originText(document)}
        </>
      ),
    },
    ...(document.nextUpdateAt === null
      ? []
      : [{ key: 'promised', name: words('trust.promised'), value: <TimeText at={document.nextUpdateAt} /> }]),
    {
      key: 'fresh',
      name: words('trust.freshUntil'),
      value: <TimeText at={freshUntil} never={words('trust.endless')} />,
    },
    ...(signer === null
      ? []
      : [
          {
            key: 'signer',
            name: words('trust.signer'),
            value:
              signerValidUntil === null ? (
                signer
              ) : (
                <>
                  {signer} · {words('trust.signerEnds')} <TimeText at={signerValidUntil} />
                </>
              ),
          },
        ]),
    { key: 'digest', name: words('trust.digest'), value: document.digest, long: true },
  ];
}
