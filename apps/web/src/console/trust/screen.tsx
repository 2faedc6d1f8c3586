import { Button, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { DataList } from '../../design/data-list.tsx';
import { Page } from '../../design/page.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { count } from '../count.ts';
import { LatestJob } from '../jobs/latest-job.tsx';
import { Reading } from '../parts/reading.tsx';
import { HeadFacts, PageColumn, Section } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import { type Trust, type TrustDocument, trustQuery } from './api.ts';
import { ageOf, contentText, originText, trustView } from './model.ts';
import { TrustPlaces } from './places.tsx';
import { SourceSection, States } from './source-section.tsx';
import classes from './trust.module.css';

export function TrustScreen(): ReactNode {
  const query = useQuery(trustQuery);
  const { may } = useSignedIn();
  const importing = (
    <Button component={Link} to="/console/trust/import" leftSection={<IconUpload size={16} aria-hidden="true" />}>
      {words('trust.import')}
    </Button>
  );
  return (
    <PageColumn>
      <Page
        title={words('trust.title')}
        sentence={words('trust.text')}
        action={may('trust:write') ? importing : undefined}
      >
        <TrustPlaces open="sources" />
        <Reading view={viewOf(query)} onRetry={() => void query.refetch()} rows={8}>
          {(trust) => <FullTrust trust={trust} />}
        </Reading>
      </Page>
    </PageColumn>
  );
}

function FullTrust({ trust }: { trust: Trust }): ReactNode {
  const { sources, others } = trustView(trust);
  return (
    <Stack>
      <HeadFacts
        facts={[
          { key: 'models', name: words('trust.models'), value: count(trust.models) },
          { key: 'at', name: words('trust.at'), value: <TimeText at={trust.at} /> },
          {
            key: 'digest',
            name: words('trust.digestOfAll'),
            value: <span className={classes['digest']}>{trust.digest}</span>,
          },
        ]}
      />
      <LatestJob />
      <div className={classes['sources']}>
        {sources.map((view) => (
          <SourceSection key={view.source.name} view={view} />
        ))}
      </div>
      <Others documents={others} bundleKeys={trust.bundleKeys} />
    </Stack>
  );
}

/** What nobody fetches: the organisation's own models and authorities, and what came in a bundle. */
function Others({ documents, bundleKeys }: { documents: readonly TrustDocument[]; bundleKeys: number }): ReactNode {
  const bundles =
    bundleKeys === 0 ? words('trust.noBundleKeys') : words('trust.bundleKeys', { count: count(bundleKeys) });
  return (
    <Section title={words('trust.others')} text={bundles}>
      {documents.length === 0 ? (
        <Text c="dimmed">{words('trust.noOthers')}</Text>
      ) : (
        <DataList
          label={words('trust.others')}
          rows={documents}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'kind',
              header: words('trust.columns.kind'),
              names: true,
              cell: (row) => words(`trust.kinds.${row.kind}`),
            },
            { key: 'state', header: words('trust.columns.state'), cell: (row) => <States states={[ageOf(row)]} /> },
            { key: 'content', header: words('trust.columns.content'), cell: contentText },
            { key: 'arrived', header: words('trust.columns.arrived'), cell: (row) => <TimeText at={row.arrivedAt} /> },
            { key: 'origin', header: words('trust.columns.origin'), breaks: true, cell: originText },
          ]}
        />
      )}
    </Section>
  );
}
