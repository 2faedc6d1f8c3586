import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Notice } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { Reading } from '../parts/reading.tsx';
import { HeadFacts, PageColumn, Section } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { Digest } from '../policy/in-force.tsx';
import { Source } from '../policy/source.tsx';
import { type Diff, diffQuery } from '../policy-change/api.ts';
import { Changes } from '../policy-change/changes.tsx';
import { kindOfDiff } from '../policy-change/model.ts';
import { noteText } from '../policy-proposal/model.ts';
import { words } from '../words.ts';
import { type VersionAnswer, versionQuery } from './api.ts';

const crumbs = [{ label: words('policy.title'), to: '/console/policy' }];

/** One version that is or was in force: who, when and why, its text, and what bringing it back would change. */
export function PolicyVersionScreen(): ReactNode {
  const { version = '' } = useParams({ strict: false });
  const { may } = useSignedIn();
  const query = useQuery(versionQuery(version));
  const diff = useQuery({ ...diffQuery(query.data?.source ?? ''), enabled: query.data !== undefined });
  const isOld = diff.data !== undefined && kindOfDiff(diff.data) !== 'identical';
  const action = isOld && may('policy:write') && (
    <Button component={Link} to="/console/policy/edit" search={{ version: Number(version) } as never}>
      {words('policy.versionPage.bringBack')}
    </Button>
  );
  return (
    <PageColumn>
      <Page
        title={words('policy.versionPage.title', { version })}
        sentence={query.data && noteText(query.data.note)}
        crumbs={crumbs}
        action={action}
      >
        <Reading view={viewOf(query)} onRetry={() => void query.refetch()} rows={8}>
          {(answer) => (
            <Stack>
              <HeadFacts facts={factsOf(answer)} />
              <Reading view={viewOf(diff)} onRetry={() => void diff.refetch()} rows={3}>
                {(found) => <BringingBack diff={found} />}
              </Reading>
              <Section title={words('policy.source')}>
                <Source source={answer.source} problems={[]} line={undefined} label={words('policy.sourceLabel')} />
              </Section>
            </Stack>
          )}
        </Reading>
      </Page>
    </PageColumn>
  );
}

function BringingBack({ diff }: { diff: Diff }): ReactNode {
  if (kindOfDiff(diff) === 'identical') return <Notice kind="good">{words('policy.versionPage.inForce')}</Notice>;
  return (
    <Section
      title={words('policy.versionPage.changes')}
      text={words('policy.proposal.changesText', { version: diff.inForce })}
    >
      <Changes diff={diff} />
    </Section>
  );
}

function factsOf({ origin, appliedAt, appliedBy, digest, proposal }: VersionAnswer) {
  const applied = (
    <>
      <TimeText at={appliedAt} /> {words('policy.by', { who: appliedBy })}
    </>
  );
  return [
    { key: 'applied', name: words(`policy.origin.${origin}`), value: applied },
    ...(proposal === null
      ? []
      : [
          {
            key: 'proposal',
            name: words('policy.versionPage.approvedBy'),
            value: (
              <>
                {proposal.decidedBy?.displayName}{' '}
                <ConsoleLink to={`/console/policy/proposals/${proposal.id}`}>
                  {words('policy.versionPage.proposal')}
                </ConsoleLink>
              </>
            ),
          },
        ]),
    { key: 'digest', name: words('policy.digest'), value: <Digest digest={digest} /> },
  ];
}
