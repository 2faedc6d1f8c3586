import type { ReactNode } from 'react';
import { useSignedIn } from '../../session/signed-in.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { HeadFacts } from '../parts/section.tsx';
import type { JobRow } from './api.ts';
import { resultLines } from './model.ts';

/** What came of a run in numbers; those that can be looked at lead there. */
export function JobResult({ job }: { job: JobRow }): ReactNode {
  const { may } = useSignedIn();
  return (
    <HeadFacts
      facts={resultLines(job).map(({ key, name, value, link }) => ({
        key,
        name,
        value:
          link === undefined || !may('credentials:read') ? (
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
