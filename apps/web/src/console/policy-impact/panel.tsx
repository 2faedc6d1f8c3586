import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../../api/client.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { Notice } from '../../design/notice.tsx';
import { SkeletonList } from '../../design/skeleton-list.tsx';
import { askAgainMs } from '../parts/job-model.ts';
import { JobProgress } from '../parts/job-progress.tsx';
import { Section } from '../parts/section.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { cancelImpact, type ImpactAnswer, impactQuery } from './api.ts';
import { ImpactResult } from './result.tsx';

export type ImpactPanelProps = {
  readonly start: () => Promise<{ readonly jobId: string }>;
  /** What was started before; null where nothing was. */
  readonly jobId: string | null;
  readonly onStarted: (jobId: string) => void;
  /** The version in force, so that a result against an older one says so. */
  readonly inForce: number;
  /** Whether it is the next thing to do on the page. */
  readonly primary: boolean;
};

/** Whom a change would concern: asked for, worked out in the background, and then staying as long as the text does. */
export function ImpactPanel(props: ImpactPanelProps): ReactNode {
  const { start, jobId, onStarted, primary } = props;
  const starting = useMutation({ mutationFn: start, onSuccess: (started) => onStarted(started.jobId) });
  const button = (
    <Button
      variant={primary && jobId === null ? 'filled' : 'default'}
      loading={starting.isPending}
      onClick={() => starting.mutate()}
    >
      {jobId === null ? words('policy.impact.start') : words('policy.impact.again')}
    </Button>
  );
  return (
    <Section title={words('policy.impact.title')} text={words('policy.impact.text')}>
      <Stack>
        {starting.isError && <ErrorState error={starting.error} onRetry={() => starting.mutate()} />}
        {jobId === null ? (
          <Group>
            {button}
            <Text size="sm" c="dimmed" flex="1 1 240px">
              {words('policy.impact.startText')}
            </Text>
          </Group>
        ) : (
          <Started jobId={jobId} inForce={props.inForce} again={button} />
        )}
      </Stack>
    </Section>
  );
}

type StartedProps = { readonly jobId: string; readonly inForce: number; readonly again: ReactNode };

function Started({ jobId, inForce, again }: StartedProps): ReactNode {
  const query = useQuery(impactQuery(jobId));
  if (query.data !== undefined) return <Impacted jobId={jobId} answer={query.data} inForce={inForce} again={again} />;
  if (!query.isError) return <SkeletonList rows={2} />;
  // Only the newest are kept; what is gone can be worked out again.
  const isGone = query.error instanceof ApiError && query.error.status === 404;
  return (
    <Stack align="flex-start">
      <ErrorState error={query.error} onRetry={isGone ? undefined : () => void query.refetch()} />
      {isGone && again}
    </Stack>
  );
}

type ImpactedProps = StartedProps & { readonly answer: ImpactAnswer };

function Impacted({ jobId, answer, inForce, again }: ImpactedProps): ReactNode {
  const { result, ...progress } = answer;
  if (askAgainMs(answer) !== false)
    return <JobProgress job={{ kind: 'impact', ...progress }} cancel={<Cancel jobId={jobId} />} />;
  if (result === null) {
    const isFailed = answer.state === 'failed';
    return (
      <Stack align="flex-start">
        <Notice kind={isFailed ? 'bad' : 'info'} announce>
          {isFailed ? words('policy.impact.failed') : words('policy.impact.stopped')}
        </Notice>
        {again}
      </Stack>
    );
  }
  return (
    <Stack>
      {result.baseVersion !== inForce && (
        <Stack align="flex-start" gap="xs">
          <Notice kind="attention" announce>
            {words('policy.impact.older', { version: result.baseVersion, now: inForce })}
          </Notice>
          {again}
        </Stack>
      )}
      <ImpactResult jobId={jobId} impact={result} />
    </Stack>
  );
}

function Cancel({ jobId }: { jobId: string }): ReactNode {
  const act = useAct();
  const cancel = useMutation({ mutationFn: () => act(() => cancelImpact(jobId)) });
  return (
    <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
      {words('policy.impact.cancel')}
    </Button>
  );
}
