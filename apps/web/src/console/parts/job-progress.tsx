import { Group, Progress, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { words } from '../words.ts';
import { type JobProgressData, jobMarks, phaseName, progressText } from './job-model.ts';
import { StateMark } from './state-mark.tsx';

/** Long work under way: its phase, what is done and what is left; `cancel` stands beside it. What came of it stays elsewhere. */
export function JobProgress({ job, cancel }: { job: JobProgressData; cancel?: ReactNode }): ReactNode {
  const phase = phaseName(job);
  const text = progressText(job) ?? words('jobs.counting');
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text fw={600} component="div">
          <JobMark state={job.state} />
        </Text>
        {cancel}
      </Group>
      {job.state === 'running' && (
        <div>
          <Text size="sm">{phase}</Text>
          <Progress
            my={4}
            value={job.total === 0 ? 0 : (Math.min(job.done, job.total) / job.total) * 100}
            aria-label={words('jobs.label', { phase })}
          />
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </div>
      )}
      {job.state === 'waiting' && <Text size="sm">{words('jobs.waitingText')}</Text>}
      {job.state === 'running' && (
        <Text size="sm" c="dimmed">
          {words('jobs.runningText')}
        </Text>
      )}
    </Stack>
  );
}

export function JobMark({ state }: { state: JobProgressData['state'] }): ReactNode {
  return <StateMark kind={jobMarks[state]}>{words(`jobs.states.${state}`)}</StateMark>;
}
