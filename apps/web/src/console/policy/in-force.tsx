import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { TimeText } from '../../design/time-text.tsx';
import { count } from '../count.ts';
import { LatestJob } from '../jobs/latest-job.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { HeadFacts, Section } from '../parts/section.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import { appliesToText, type PolicyAnswer, type Population, settingsByOrigin } from './model.ts';
import classes from './policy.module.css';
import { Source } from './source.tsx';

/** The policy as it is: who it concerns and how, then the file itself with its warnings in place. */
export function InForcePanel({ policy, line }: { policy: PolicyAnswer; line: number | undefined }): ReactNode {
  return (
    <Stack>
      <HeadFacts facts={facts(policy)} />
      <LatestJob />
      <Section title={words('policy.populations')}>
        <SimpleGrid cols={{ base: 1, md: 2, lg: 3 }} spacing="lg">
          {policy.populations.map((population) => (
            <PopulationCard key={population.name} population={population} />
          ))}
        </SimpleGrid>
      </Section>
      <Section title={words('policy.source')} aside={<Warnings number={policy.warnings.length} />}>
        <Source source={policy.source} problems={policy.warnings} line={line} label={words('policy.sourceLabel')} />
      </Section>
    </Stack>
  );
}

function facts(policy: PolicyAnswer) {
  const applied = (
    <>
      <TimeText at={policy.appliedAt} /> {words('policy.by', { who: policy.appliedBy })}
    </>
  );
  return [
    {
      key: 'version',
      name: words(`policy.origin.${policy.origin}`),
      value: words('policy.version', { version: count(policy.version) }),
    },
    { key: 'applied', name: words('policy.applied'), value: applied },
    { key: 'digest', name: words('policy.digest'), value: <Digest digest={policy.digest} /> },
  ];
}

export function Digest({ digest }: { digest: string }): ReactNode {
  return <span className={classes['digest']}>{digest}</span>;
}

function Warnings({ number }: { number: number }): ReactNode {
  return number === 0 ? (
    <StateMark kind="done">{words('policy.noWarnings')}</StateMark>
  ) : (
    <StateMark kind="attention">{words('policy.warnings', { count: count(number) })}</StateMark>
  );
}

/** What somebody wrote; what is left to its default opens on demand. */
function PopulationCard({ population }: { population: Population }): ReactNode {
  const { written, defaults } = settingsByOrigin(population);
  return (
    <article className={classes['population']} aria-label={population.name}>
      <Text fw={600} ff="monospace">
        {population.name}
      </Text>
      <Text size="sm" c="dimmed">
        {appliesToText(population)} · {words('policy.people', { count: count(population.people) })}
      </Text>
      <Settings settings={written} />
      {defaults.length > 0 && (
        <details className={classes['more']}>
          <summary>{words('policy.defaults', { count: count(defaults.length) })}</summary>
          <Settings settings={defaults} />
        </details>
      )}
    </article>
  );
}

function Settings({ settings }: { settings: Population['settings'] }): ReactNode {
  return (
    <dl className={classes['settings']}>
      {settings.map(({ key, value, isDefault, line }) => (
        <div key={key} data-default={isDefault}>
          <dt>{key}</dt>
          <dd>
            {value}{' '}
            {line !== null && (
              <Text component="span" size="xs">
                <ConsoleLink to="/console/policy" search={{ line }} inText>
                  {words('policy.line', { line })}
                </ConsoleLink>
              </Text>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
