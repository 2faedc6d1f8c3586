import { Button, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describeError } from '../../design/describe-error.ts';
import { Notice } from '../../design/notice.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { Lines, Section } from '../parts/section.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { refreshSource, type TrustSource } from './api.ts';
import { DocumentLines } from './document-lines.tsx';
import { type Failure, type SourceState, type SourceView, sourceMarks } from './model.ts';
import classes from './trust.module.css';

/** One source: how it stands, what is wrong and what to do, what it brought, and the way to a newer one. */
export function SourceSection({ view }: { view: SourceView }): ReactNode {
  const { source, document, states, failure } = view;
  const { may } = useSignedIn();
  return (
    <Section
      title={words(`trust.kinds.${source.kind}`)}
      text={words(`trust.kindTexts.${source.kind}`)}
      aside={<States states={states} />}
    >
      {failure !== null && (
        <div className={classes['failure']}>
          <FailureNotice failure={failure} isDistrust={source.state === 'untrusted'} />
        </div>
      )}
      <Lines wide lines={attemptLines(source)} />
      {document !== null && <DocumentLines document={document} />}
      {may('trust:write') && <SourceActs source={source} />}
    </Section>
  );
}

export function States({ states }: { states: readonly SourceState[] }): ReactNode {
  return (
    <div className={classes['marks']}>
      {states.map((state) => (
        <StateMark key={state} kind={sourceMarks[state]}>
          {words(`trust.states.${state}`)}
        </StateMark>
      ))}
    </div>
  );
}

function FailureNotice({ failure, isDistrust }: { failure: Failure; isDistrust: boolean }): ReactNode {
  return (
    <Notice kind={isDistrust ? 'bad' : 'attention'}>
      <Text fw={600}>{failure.what}</Text>
      {failure.seen !== null && (
        <Text size="sm" className={classes['digest'] ?? ''}>
          {words('trust.seen', { seen: failure.seen })}
        </Text>
      )}
      <Text size="sm" mt={4}>
        {failure.next}
      </Text>
    </Notice>
  );
}

function attemptLines(source: TrustSource) {
  const { url, lastSuccessAt, lastAttemptAt, nextAttemptAt } = source;
  if (url === null) return [{ key: 'url', name: words('trust.address'), value: words('trust.next.off') }];
  return [
    { key: 'url', name: words('trust.address'), value: url },
    { key: 'success', name: words('trust.lastSuccess'), value: <TimeText at={lastSuccessAt} /> },
    { key: 'attempt', name: words('trust.lastAttempt'), value: <TimeText at={lastAttemptAt} /> },
    {
      key: 'next',
      name: words('trust.nextAttempt'),
      value: source.isRunning ? words('trust.running') : <TimeText at={nextAttemptAt} never={words('trust.soon')} />,
    },
  ];
}

function SourceActs({ source }: { source: TrustSource }): ReactNode {
  const act = useAct();
  const fetchNow = useMutation({
    mutationFn: () =>
      act(
        () => refreshSource(source.name),
        (answer) => outcomeText(answer.source),
      ),
  });
  const failed = fetchNow.error !== null && fetchNow.error.name !== 'cancelled';
  return (
    <>
      <div className={`${classes['acts']} ${classes['more']}`}>
        {source.url !== null && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden="true" />}
            loading={fetchNow.isPending}
            onClick={() => fetchNow.mutate()}
            aria-label={words('trust.fetchOf', { source: words(`trust.kinds.${source.kind}`) })}
          >
            {words('trust.fetch')}
          </Button>
        )}
        <ConsoleLink to="/console/trust/import">
          {source.url === null ? words('trust.import') : words('trust.importInstead')}
        </ConsoleLink>
      </div>
      {failed && (
        <Text role="alert" size="sm" mt="xs" c="var(--hf-bad)">
          {describeError(fetchNow.error).what}
        </Text>
      )}
    </>
  );
}

function outcomeText({ state, lastOutcome }: TrustSource): string {
  if (state === 'untrusted') return words('trust.fetched.untrusted');
  if (state === 'unreachable') return words('trust.fetched.unreachable');
  return lastOutcome === 'replaced' ? words('trust.fetched.replaced') : words('trust.fetched.unchanged');
}
