import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { sentence } from '../../words/sentence.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { askAgainMs } from '../parts/job-model.ts';
import { JobMark, JobProgress } from '../parts/job-progress.tsx';
import { Section } from '../parts/section.tsx';
import { words } from '../words.ts';
import { type JobRow, latestJobQuery } from './api.ts';
import { JobResult } from './job-result.tsx';
import { useReadAgainAfter } from './use-read-again-after.ts';

/** The newest run of judging again: its progress, then its result, which stays. `isAlone`: the others are on another page. */
export function LatestJob({ isAlone = true }: { isAlone?: boolean }): ReactNode {
  const { may } = useSignedIn();
  const { data: job } = useQuery({ ...latestJobQuery, enabled: may('overview:read') });
  useReadAgainAfter(job ?? null);
  if (job === undefined || job === null) return null;
  const leads = isAlone && may('trust:read');
  return (
    <Section
      title={words('jobs.kinds.rejudge')}
      text={sentence(job.cause)}
      aside={leads && <ConsoleLink to="/console/trust/jobs">{words('jobs.all')}</ConsoleLink>}
    >
      <JobBody job={job} />
    </Section>
  );
}

/** Progress while it goes on; then how it ended, when, and what came of it. */
export function JobBody({ job }: { job: JobRow }): ReactNode {
  if (askAgainMs(job) !== false) return <JobProgress job={job} />;
  return (
    <>
      <Text component="div" mb="sm">
        <JobMark state={job.state} /> <TimeText at={job.finishedAt ?? job.createdAt} />
      </Text>
      {job.state === 'done' && <JobResult job={job} />}
    </>
  );
}
