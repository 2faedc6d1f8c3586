import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSignedIn } from '../../session/signed-in.tsx';
import { askAgainMs } from '../parts/job-model.ts';
import { JobProgress } from '../parts/job-progress.tsx';
import { Section } from '../parts/section.tsx';
import { words } from '../words.ts';
import { latestJobQuery } from './api.ts';
import { useReadAgainAfter } from './use-read-again-after.ts';

/** While passkeys are judged again: that what the page shows may still change. Nothing at any other time. */
export function JudgingNow(): ReactNode {
  const { may } = useSignedIn();
  const { data: job } = useQuery({ ...latestJobQuery, enabled: may('overview:read') });
  useReadAgainAfter(job ?? null);
  if (job === undefined || job === null || askAgainMs(job) === false) return null;
  return (
    <Box mb="md">
      <Section title={words('jobs.kinds.rejudge')} text={words('jobs.mayChange')}>
        <JobProgress job={job} />
      </Section>
    </Box>
  );
}
