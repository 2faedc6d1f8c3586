import type { ReactNode } from 'react';
import { ConsoleLink } from '../parts/console-link.tsx';
import { HeadFacts } from '../parts/section.tsx';
import type { JobRow } from './api.ts';
import { resultLines } from './model.ts';

/** What came of a run in numbers; those that can be looked at lead there. */
export function JobResult({ job }: { job: JobRow }): ReactNode {
  return (
    <HeadFacts
      facts={resultLines(job).map(({ key, name, value, link }) => ({
        key,
        name,
        value:
          link === undefined ? (
            value
          ) : (
            <ConsoleLink to={link.to} search={{ q: link.q }} label={`${name}: ${value}`}>
              {value}
            </ConsoleLink>
          ),
      }))}
    />
  );
}
