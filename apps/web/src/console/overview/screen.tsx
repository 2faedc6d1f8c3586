import { SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Page } from '../../design/page.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { Reading } from '../parts/reading.tsx';
import { PageColumn, Section } from '../parts/section.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import { overviewQuery } from './api.ts';
import { type NumberTile, numberTiles, type Overview } from './model.ts';
import { NextSteps } from './next-steps.tsx';
import classes from './overview.module.css';
import { SignInChart } from './sign-in-chart.tsx';

export function OverviewScreen(): ReactNode {
  const query = useQuery(overviewQuery);
  return (
    <PageColumn>
      <Page title={words('overview.title')} sentence={words('overview.text')}>
        <Reading view={viewOf(query)} onRetry={() => void query.refetch()} rows={6}>
          {(overview) => <FullOverview overview={overview} />}
        </Reading>
      </Page>
    </PageColumn>
  );
}

function FullOverview({ overview }: { overview: Overview }): ReactNode {
  const { may } = useSignedIn();
  return (
    <Stack>
      <NextSteps next={overview.next} />
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: 'xs', xs: 'md' }}>
        {numberTiles(overview.numbers).map((tile) => (
          <Tile key={tile.id} tile={tile} />
        ))}
      </SimpleGrid>
      {overview.asOf !== null && (
        <Text size="sm" c="dimmed">
          {words('overview.asOf')} <TimeText at={overview.asOf} />
        </Text>
      )}
      <SignInChart days={overview.days} />
      {may('events:read') && (
        <Section
          title={words('overview.events')}
          aside={<ConsoleLink to="/console/events">{words('overview.allEvents')}</ConsoleLink>}
        >
          <Timeline events={overview.events} empty={words('overview.noEvents')} named />
        </Section>
      )}
    </Stack>
  );
}

function Tile({ tile }: { tile: NumberTile }): ReactNode {
  return (
    <section aria-label={tile.label} className={classes['tile']}>
      <Text size="sm" c="dimmed">
        {tile.label}
      </Text>
      <div className={classes['value']}>{tile.value}</div>
      {tile.share !== null && <Share share={tile.share} />}
      <Text size="xs" c="dimmed">
        {tile.text}
      </Text>
    </section>
  );
}

/** The share once more as a bar; the number beside it says the same, so it is decoration. */
function Share({ share }: { share: number }): ReactNode {
  return (
    <svg className={classes['share']} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="4" className={classes['shareRest']} />
      <rect width={share * 100} height="4" className={classes['sharePart']} />
    </svg>
  );
}
