import { List, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../design/page.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { Party } from '../events/party.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { Reading } from '../parts/reading.tsx';
import { HeadFacts, Lines, PageColumn, Section } from '../parts/section.tsx';
import { OutcomeMark } from '../parts/state-mark.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import { eventQuery } from './api.ts';
import { detailLines, type EventAnswer, keptCredential, type Recorded, recorded, refusedBy } from './model.ts';

const crumbs = [{ label: words('events.title'), to: '/console/events' }];

export function EventScreen(): ReactNode {
  const { eventId = '' } = useParams({ strict: false });
  const query = useQuery(eventQuery(eventId));
  const view = viewOf(query);
  if (view.at === 'full') return <FullEvent answer={view.data} />;
  return (
    <PageColumn>
      <Page title={words('events.title')} crumbs={crumbs}>
        <Reading view={view} onRetry={() => void query.refetch()}>
          {() => null}
        </Reading>
      </Page>
    </PageColumn>
  );
}

function FullEvent({ answer }: { answer: EventAnswer }): ReactNode {
  const { event, meaning, detail } = answer;
  const details = detailLines(detail);
  return (
    <PageColumn>
      <Page title={event.text} crumbs={crumbs}>
        <EventFacts answer={answer} />
        <Stack>
          {event.code !== null && (
            <Section title={words('event.meaning')}>
              <Text ff="monospace">{event.code}</Text>
              <Text>{meaning ?? words('event.noMeaning')}</Text>
              <RefusedBy rules={refusedBy(detail)} />
            </Section>
          )}
          <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'start' }}>
            <Section title={words('event.recorded')}>
              <Lines lines={recorded(answer).map(asLine)} />
            </Section>
            <Section title={words('event.detail')}>
              {details.length === 0 ? (
                <Text c="dimmed">{words('event.noDetail')}</Text>
              ) : (
                <Lines lines={details.map(asLine)} />
              )}
            </Section>
          </SimpleGrid>
        </Stack>
      </Page>
    </PageColumn>
  );
}

function RefusedBy({ rules }: { rules: readonly string[] }): ReactNode {
  if (rules.length === 0) return null;
  return (
    <List mt="sm" spacing={4} style={{ overflowWrap: 'anywhere' }}>
      {rules.map((rule) => (
        <List.Item key={rule}>{rule}</List.Item>
      ))}
    </List>
  );
}

function EventFacts({ answer: { event } }: { answer: EventAnswer }): ReactNode {
  const { may } = useSignedIn();
  const credentialId = keptCredential(event);
  const credential =
    credentialId === null || !may('credentials:read')
      ? []
      : [
          {
            key: 'credential',
            name: words('event.facts.credential'),
            value: (
              <ConsoleLink to={`/console/credentials/${credentialId}`}>{words('event.openCredential')}</ConsoleLink>
            ),
          },
        ];
  return (
    <HeadFacts
      facts={[
        { key: 'outcome', name: words('events.columns.outcome'), value: <OutcomeMark outcome={event.outcome} /> },
        { key: 'at', name: words('event.facts.at'), value: <TimeText at={event.at} /> },
        { key: 'actor', name: words('event.facts.actor'), value: <Party party={event.actor} /> },
        { key: 'subject', name: words('event.facts.subject'), value: <Party party={event.subject} /> },
        ...credential,
      ]}
    />
  );
}

function asLine({ key, name, value }: Recorded) {
  return { key, name, value: value.includes('\n') ? <pre>{value}</pre> : value, long: true };
}
