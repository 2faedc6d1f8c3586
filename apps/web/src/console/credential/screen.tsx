import { Box, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EvidenceMark } from '../../design/evidence-mark.tsx';
import { Notice } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { StatusBadge } from '../../design/status-badge.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { designWords } from '../../words/design.ts';
import { ConsoleLink, PersonLink } from '../parts/console-link.tsx';
import { Reading } from '../parts/reading.tsx';
import { HeadFacts, PageColumn } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import { credentialQuery } from './api.ts';
import { AssessmentColumn, FactsColumn, VerdictColumn } from './columns.tsx';
import classes from './credential.module.css';
import { DeviceGroupsSection } from './device-groups.tsx';
import { EvidenceSection } from './evidence.tsx';
import { type CredentialAnswer, isDescribed } from './model.ts';
import { ActsBox } from './revoke.tsx';

const crumbs = [{ label: words('credentials.title'), to: '/console/credentials' }];

export function CredentialScreen(): ReactNode {
  const { credentialId = '' } = useParams({ strict: false });
  const query = useQuery(credentialQuery(credentialId));
  const view = viewOf(query);
  if (view.at === 'full') return <FullCredential key={credentialId} answer={view.data} />;
  return (
    <PageColumn>
      <Page title={words('credentials.title')} crumbs={crumbs}>
        <Reading view={view} onRetry={() => void query.refetch()}>
          {() => null}
        </Reading>
      </Page>
    </PageColumn>
  );
}

function FullCredential({ answer }: { answer: CredentialAnswer }): ReactNode {
  const { credential } = answer;
  const { may } = useSignedIn();
  const events = (
    <ConsoleLink to="/console/events" search={{ q: `credential:${credential.id}` }}>
      {words('credential.events')}
    </ConsoleLink>
  );
  return (
    <PageColumn>
      <Page
        title={credential.name}
        heading={<Heading answer={answer} />}
        crumbs={crumbs}
        action={may('events:read') ? events : undefined}
      >
        {credential.status !== 'active' && (
          <Box mb="md">
            <Notice kind={credential.status === 'quarantined' ? 'attention' : 'info'}>
              <Text>{credential.statusReason}</Text>
              {credential.status === 'quarantined' && <SetAside answer={answer} />}
            </Notice>
          </Box>
        )}
        <HeadFacts facts={headFacts(answer)} />
        <Box className={classes['columns'] ?? ''}>
          <FactsColumn answer={answer} />
          <AssessmentColumn answer={answer} />
          <VerdictColumn answer={answer} />
        </Box>
        <Stack>
          {answer.backupEligible && <DeviceGroupsSection credentialId={credential.id} />}
          <EvidenceSection answer={answer} />
          <ActsBox answer={answer} />
        </Stack>
      </Page>
    </PageColumn>
  );
}

/** Who or what set it aside, and when; the reason above is what its person reads. */
function SetAside({ answer: { credential, setAsideAt } }: { answer: CredentialAnswer }): ReactNode {
  return (
    <Text size="sm" c="dimmed" component="div">
      {words('quarantine.by', { cause: words(`causes.${credential.statusCause}`) })}
      {setAsideAt !== null && (
        <>
          {' '}
          · <TimeText at={setAsideAt} />
        </>
      )}{' '}
      ·{' '}
      <ConsoleLink to="/console/credentials/quarantine" inText>
        {words('quarantine.title')}
      </ConsoleLink>
    </Text>
  );
}

function Heading({ answer: { credential } }: { answer: CredentialAnswer }): ReactNode {
  return (
    <Group gap="md" component="span">
      {credential.name}
      <Text component="span" size="sm" fw={400}>
        <StatusBadge status={credential.status} reason={credential.statusReason} />
      </Text>
      <Text component="span" size="sm" fw={400}>
        <EvidenceMark evidence={credential.evidence} />
      </Text>
    </Group>
  );
}

/** Leads to what is known of the model, where more than its name is known. */
function Model({ answer }: { answer: CredentialAnswer }): ReactNode {
  const { may } = useSignedIn();
  const { model, aaguid } = answer.credential;
  if (model === null) return words('unknownModel');
  if (!isDescribed(answer.assessment) || !may('trust:read')) return model;
  return <ConsoleLink to={`/console/trust/models/${aaguid}`}>{model}</ConsoleLink>;
}

function headFacts(answer: CredentialAnswer) {
  const { credential } = answer;
  return [
    { key: 'person', name: words('credential.of'), value: <PersonLink person={credential.person} /> },
    { key: 'class', name: words('credential.headline.class'), value: designWords(`class_${credential.class}`) },
    { key: 'model', name: words('credential.headline.model'), value: <Model answer={answer} /> },
    {
      key: 'lastUsed',
      name: words('credential.headline.lastUsed'),
      value: <TimeText at={credential.lastUsedAt} />,
    },
  ];
}
