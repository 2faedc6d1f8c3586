import { Box, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Notice } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { TimeText, useNow } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { Reading } from '../parts/reading.tsx';
import { HeadFacts, Lines, PageColumn, Section } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { certificationText, oursText } from '../trust-models/model.ts';
import { ModelStatus } from '../trust-models/screen.tsx';
import { words } from '../words.ts';
import { type ModelPage, modelQuery } from './api.ts';
import classes from './model.module.css';
import { statementLines } from './model.ts';
import { OpenProblems, Reports } from './reports.tsx';

const crumbs = [
  { label: words('trust.title'), to: '/console/trust' },
  { label: words('models.title'), to: '/console/trust/models' },
];

export function TrustModelScreen(): ReactNode {
  const { modelKey = '' } = useParams({ strict: false });
  const query = useQuery(modelQuery(modelKey));
  const view = viewOf(query);
  if (view.at === 'full') return <FullModel model={view.data} />;
  return (
    <PageColumn>
      <Page title={words('models.title')} crumbs={crumbs.slice(0, 1)}>
        <Reading view={view} onRetry={() => void query.refetch()}>
          {() => null}
        </Reading>
      </Page>
    </PageColumn>
  );
}

function FullModel({ model }: { model: ModelPage }): ReactNode {
  const now = useNow();
  const lines = statementLines(model);
  return (
    <PageColumn>
      <Page title={model.name} heading={<Heading model={model} />} crumbs={crumbs}>
        <HeadFacts facts={headFacts(model)} />
        <Stack>
          {model.problems.length > 0 && (
            <Section title={words('model.problems')} text={words('model.problemsText')}>
              <OpenProblems problems={model.problems} />
            </Section>
          )}
          {model.syncsBecause !== null && (
            <Notice kind="attention">
              {words('model.override')} {model.syncsBecause}
            </Notice>
          )}
          <div className={classes['columns']}>
            <Section title={words('model.statement.title')} text={words('model.statement.text')}>
              {lines.length === 0 ? <Text c="dimmed">{words('model.noStatement')}</Text> : <Lines wide lines={lines} />}
            </Section>
            <Section title={words('model.history')} text={words('model.historyText')}>
              <Reports reports={model.reports} at={now} />
            </Section>
          </div>
          <Roots roots={model.roots} />
        </Stack>
      </Page>
    </PageColumn>
  );
}

/** The picture of a maker is signed metadata, shown as an image and nothing else. */
function Heading({ model }: { model: ModelPage }): ReactNode {
  return (
    <span className={classes['heading']}>
      {model.icon !== null && <img src={model.icon} alt="" className={classes['icon']} />}
      {model.name}
      <Text component="span" size="sm" fw={400}>
        <ModelStatus row={model} />
      </Text>
    </span>
  );
}

function headFacts(model: ModelPage) {
  return [
    { key: 'ours', name: words('models.columns.ours'), value: <Ours model={model} /> },
    { key: 'kind', name: words('models.columns.kind'), value: words(`models.kinds.${model.kind}`) },
    {
      key: 'certification',
      name: words('models.columns.certification'),
      value: certificationText(model.certification),
    },
    {
      key: 'fips',
      name: words('models.columns.fips'),
      value: model.fipsLevel === null ? words('none') : words('models.fips', { level: String(model.fipsLevel) }),
    },
    { key: 'source', name: words('model.source'), value: words(`credential.values.model.source.${model.source}`) },
    { key: 'aaguid', name: words('model.aaguid'), value: model.aaguid ?? words('model.noAaguid') },
  ];
}

function Ours({ model }: { model: ModelPage }): ReactNode {
  const { may } = useSignedIn();
  const { aaguid, ours } = model;
  const text = oursText(model);
  const isAny = ours !== null && ours.attested + ours.claimed + ours.setAside > 0;
  if (aaguid === null || !isAny || !may('credentials:read')) return text;
  return (
    <ConsoleLink
      to="/console/credentials"
      search={{ q: `model:${aaguid}` }}
      label={words('model.showOurs', { ours: text })}
    >
      {text}
    </ConsoleLink>
  );
}

function Roots({ roots }: { roots: ModelPage['roots'] }): ReactNode {
  return (
    <Section title={words('model.roots')} text={words('model.rootsText')}>
      {roots.length === 0 ? (
        <Text c="dimmed">{words('model.noRoots')}</Text>
      ) : (
        <ul className={classes['roots']}>
          {roots.map(({ subject, digest, notAfter }) => (
            <li key={digest}>
              {subject}
              <Box className={classes['digest'] ?? ''}>{digest}</Box>
              <Text size="sm" c="dimmed" component="div">
                {words('model.rootEnds')} <TimeText at={notAfter} />
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
