import { Box, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../design/page.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { count } from '../count.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { EvidenceDownload } from '../parts/evidence-download.tsx';
import { Reading } from '../parts/reading.tsx';
import { HeadFacts, PageColumn, Section } from '../parts/section.tsx';
import { PersonMark } from '../parts/state-mark.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import { eventsOfQuery, personQuery } from './api.ts';
import { DangerousActs } from './dangerous-acts.tsx';
import { IdentitySection } from './identity.tsx';
import { InvitationsSection } from './invitations.tsx';
import type { PersonAnswer } from './model.ts';
import { PasskeysSection } from './passkeys.tsx';
import classes from './person.module.css';
import { WantedSection } from './wanted.tsx';

const crumbs = [{ label: words('people.title'), to: '/console/people' }];

export function PersonScreen(): ReactNode {
  const { personId = '' } = useParams({ strict: false });
  const query = useQuery(personQuery(personId));
  const view = viewOf(query);
  if (view.at === 'full') return <FullPerson key={personId} answer={view.data} />;
  return (
    <PageColumn>
      <Page title={words('people.title')} crumbs={crumbs}>
        <Reading view={view} onRetry={() => void query.refetch()} rows={6}>
          {() => null}
        </Reading>
      </Page>
    </PageColumn>
  );
}

function FullPerson({ answer }: { answer: PersonAnswer }): ReactNode {
  const { person } = answer;
  const { may } = useSignedIn();
  return (
    <PageColumn>
      <Page title={person.displayName} heading={<Heading answer={answer} />} crumbs={crumbs}>
        <HeadFacts facts={headFacts(answer)} />
        <Box className={classes['columns'] ?? ''} data-single={!may('events:read')}>
          <Stack miw={0}>
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              <IdentitySection answer={answer} />
              <WantedSection answer={answer} />
            </SimpleGrid>
            <PasskeysSection personId={person.id} />
            {may('events:read') && (
              <Section title={words('evidence.title')}>
                <EvidenceDownload of={{ personId: person.id }} />
              </Section>
            )}
            <InvitationsSection answer={answer} />
          </Stack>
          {may('events:read') && <EventsSection personId={person.id} />}
        </Box>
        <DangerousActs answer={answer} />
      </Page>
    </PageColumn>
  );
}

function Heading({ answer: { person } }: { answer: PersonAnswer }): ReactNode {
  return (
    <Group gap="md" component="span">
      {person.displayName}
      <Text component="span" size="sm" fw={400}>
        <PersonMark status={person.status} />
      </Text>
    </Group>
  );
}

function headFacts({ person, sessions }: PersonAnswer) {
  return [
    { key: 'username', name: words('person.facts.username'), value: person.username },
    { key: 'signIn', name: words('person.facts.lastSignIn'), value: <TimeText at={person.lastSignInAt} /> },
    { key: 'sessions', name: words('person.facts.sessions'), value: count(sessions) },
    { key: 'created', name: words('person.facts.created'), value: <TimeText at={person.createdAt} /> },
  ];
}

function EventsSection({ personId }: { personId: string }): ReactNode {
  const query = useQuery(eventsOfQuery(personId));
  const all = (
    <ConsoleLink to="/console/events" search={{ q: `person:${personId}` }}>
      {words('person.allEvents')}
    </ConsoleLink>
  );
  return (
    <Section title={words('person.events')} aside={all}>
      <Reading view={viewOf(query)} onRetry={() => void query.refetch()}>
        {(events) => <Timeline events={events.items} empty={words('person.noEvents')} />}
      </Reading>
    </Section>
  );
}
