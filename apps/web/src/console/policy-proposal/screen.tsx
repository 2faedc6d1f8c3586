import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Notice } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { LatestJob } from '../jobs/latest-job.tsx';
import { useAddress } from '../lists/use-address.ts';
import { ConsoleLink, PersonLink } from '../parts/console-link.tsx';
import { Reading } from '../parts/reading.tsx';
import { HeadFacts, PageColumn, Section } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { Source } from '../policy/source.tsx';
import { Changes } from '../policy-change/changes.tsx';
import { LockOutWarnings } from '../policy-change/lock-out.tsx';
import { hasErrors } from '../policy-change/model.ts';
import { startImpactOfProposal } from '../policy-impact/api.ts';
import { ImpactPanel } from '../policy-impact/panel.tsx';
import { words } from '../words.ts';
import { type Proposal, type ProposalAnswer, proposalQuery } from './api.ts';
import { Decision } from './decision.tsx';
import { closedText, mayStartFrom, noteText, proposerText } from './model.ts';
import classes from './proposal.module.css';
import { ProposalMark } from './proposal-mark.tsx';
import { readProposalSearch } from './proposal-search.ts';

const crumbs = [{ label: words('policy.title'), to: '/console/policy' }];

/** One proposed change: why, by whom, what it would change and for whom, and the decision. */
export function ProposalScreen(): ReactNode {
  const { proposalId } = useParams({ strict: false });
  const query = useQuery(proposalQuery(proposalId ?? ''));
  const state = query.data?.proposal.state;
  const heading = (
    <span className={classes['heading']}>
      {words('policy.proposal.title')}
      {state !== undefined && (
        <Text component="span" size="md">
          <ProposalMark state={state} />
        </Text>
      )}
    </span>
  );
  return (
    <PageColumn>
      <Page
        title={words('policy.proposal.title')}
        heading={heading}
        sentence={query.data && noteText(query.data.proposal.note)}
        crumbs={crumbs}
      >
        <Reading view={viewOf(query)} onRetry={() => void query.refetch()} rows={8}>
          {(answer) => <FullProposal answer={answer} />}
        </Reading>
      </Page>
    </PageColumn>
  );
}

function FullProposal({ answer }: { answer: ProposalAnswer }): ReactNode {
  const { proposal } = answer;
  return (
    <Stack>
      <HeadFacts facts={factsOf(proposal)} />
      <Closed proposal={proposal} />
      {proposal.state === 'open' ? <Open answer={answer} /> : <WholeText answer={answer} />}
    </Stack>
  );
}

function factsOf(proposal: Proposal) {
  const { proposedBy, proposedAt, expiresAt, baseVersion, decidedBy, decidedAt, state } = proposal;
  return [
    {
      key: 'by',
      name: words('policy.proposal.by'),
      value: proposedBy === null ? proposerText(proposal) : <Person person={proposedBy} />,
    },
    { key: 'at', name: words('policy.proposal.at'), value: <TimeText at={proposedAt} /> },
    { key: 'base', name: words('policy.proposal.base'), value: words('policy.version', { version: baseVersion }) },
    ...(state === 'open'
      ? [{ key: 'expires', name: words('policy.proposal.expires'), value: <TimeText at={expiresAt} /> }]
      : []),
    ...(decidedAt === null
      ? []
      : [
          {
            key: 'decided',
            name: words('policy.proposal.decided'),
            value: (
              <>
                <TimeText at={decidedAt} />
                {decidedBy !== null && (
                  <>
                    {' · '}
                    <Person person={decidedBy} />
                  </>
                )}
              </>
            ),
          },
        ]),
  ];
}

function Person({ person }: { person: NonNullable<Proposal['proposedBy']> }): ReactNode {
  const { may } = useSignedIn();
  return may('people:read') ? <PersonLink person={person} /> : person.displayName;
}

/** What came of it, and the way on from there. */
function Closed({ proposal }: { proposal: Proposal }): ReactNode {
  const text = closedText(proposal);
  const { may } = useSignedIn();
  if (text === null) return null;
  const { state, id } = proposal;
  return (
    <>
      <Notice kind={state === 'applied' ? 'good' : 'info'}>
        {text}{' '}
        {mayStartFrom(proposal) && may('policy:write') && (
          <ConsoleLink to="/console/policy/edit" search={{ proposal: id }} inText>
            {words('policy.proposal.startFrom')}
          </ConsoleLink>
        )}
      </Notice>
      {state === 'applied' && <LatestJob />}
    </>
  );
}

function Open({ answer }: { answer: ProposalAnswer }): ReactNode {
  const { proposal, diff } = answer;
  const { may } = useSignedIn();
  const { search, go } = useAddress(readProposalSearch);
  return (
    <>
      {proposal.force && (
        <Notice kind="bad">
          <Text fw={600}>{words('policy.proposal.forced')}</Text>
          <Text>{words('policy.proposal.forcedText')}</Text>
        </Notice>
      )}
      <LockOutWarnings locksOut={{ ...diff.locksOut, owners: diff.locksOut.owners && !proposal.force }} />
      {!hasErrors(diff) && (
        <Section
          title={words('policy.edit.changes')}
          text={words('policy.proposal.changesText', { version: diff.inForce })}
        >
          <Changes diff={diff} />
        </Section>
      )}
      {may('policy:approve') && !hasErrors(diff) && (
        <ImpactPanel
          start={() => startImpactOfProposal(proposal.id)}
          jobId={search.impact ?? null}
          onStarted={(impact) => go({ impact }, true)}
          inForce={diff.inForce}
          primary={false}
        />
      )}
      <WholeText answer={answer} />
      <Decision answer={answer} />
    </>
  );
}

function WholeText({ answer: { source, diff } }: { answer: ProposalAnswer }): ReactNode {
  const label = words('policy.proposal.wholeText');
  return (
    <details className={classes['whole']} {...(hasErrors(diff) && { open: true })}>
      <summary>{label}</summary>
      <Source source={source} problems={diff.problems} line={undefined} label={label} />
    </details>
  );
}
