import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DataList } from '../../design/data-list.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { verdictSummary } from '../credential/model.ts';
import { RuleList } from '../credential/rule-list.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { PersonPicker } from '../parts/person-picker.tsx';
import { Reading } from '../parts/reading.tsx';
import { HeadFacts, Section } from '../parts/section.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import { explanationQuery } from './api.ts';
import type { Explanation } from './model.ts';
import classes from './policy.module.css';

export type ExplainProps = {
  readonly personId: string | undefined;
  readonly onPick: (personId: string | undefined) => void;
};

/** Choose a person; see the policy that applies to them and why each of their passkeys gets its verdict. */
export function ExplainPanel({ personId, onPick }: ExplainProps): ReactNode {
  const query = useQuery({ ...explanationQuery(personId ?? ''), enabled: personId !== undefined });
  const picked = personId === undefined ? null : (query.data?.person ?? null);
  return (
    <Stack>
      <Text c="dimmed">{words('policy.explain.text')}</Text>
      <PersonPicker
        label={words('policy.explain.person')}
        help={words('policy.explain.help')}
        picked={picked}
        onPick={(person) => onPick(person?.id)}
      />
      {personId !== undefined && (
        <Reading view={viewOf(query)} onRetry={() => void query.refetch()}>
          {(explanation) => <Explained explanation={explanation} />}
        </Reading>
      )}
    </Stack>
  );
}

function Explained({ explanation }: { explanation: Explanation }): ReactNode {
  const none = words('policy.explain.noGroups');
  return (
    <Stack>
      <HeadFacts
        facts={[
          { key: 'groups', name: words('policy.explain.groups'), value: explanation.groups.join(', ') || none },
          {
            key: 'populations',
            name: words('policy.explain.populations'),
            value: explanation.populations.join(', ') || none,
          },
        ]}
      />
      <Section title={words('policy.explain.passkeys')}>
        {explanation.credentials.length === 0 ? (
          <Text c="dimmed">{words('policy.explain.noPasskeys')}</Text>
        ) : (
          <div className={classes['passkeys']}>
            {explanation.credentials.map((credential) => (
              <ExplainedPasskey key={credential.id} credential={credential} />
            ))}
          </div>
        )}
      </Section>
      <Section title={words('policy.explain.effective')} text={words('policy.explain.effectiveText')}>
        <Effective effective={explanation.effective} />
      </Section>
    </Stack>
  );
}

function ExplainedPasskey({ credential }: { credential: Explanation['credentials'][number] }): ReactNode {
  const { verdict } = credential;
  const { may } = useSignedIn();
  const accepted = verdict.outcome === 'accepted';
  return (
    <article className={classes['explained']} aria-label={credential.name}>
      <Title order={3} size="h4">
        {may('credentials:read') ? (
          <ConsoleLink to={`/console/credentials/${credential.id}`}>{credential.name}</ConsoleLink>
        ) : (
          credential.name
        )}
      </Title>
      <Text component="div">
        <StateMark kind={accepted ? 'done' : 'bad'}>
          {accepted ? words('credential.accepted') : words('credential.refused')}
        </StateMark>{' '}
        · {words('credential.tier', { tier: verdict.tier })} · {verdictSummary(verdict)}
      </Text>
      <RuleList rules={verdict.rules} />
      <details className={classes['more'] ?? ''}>
        <summary>{words('policy.explain.asText')}</summary>
        <pre className={classes['asText']}>{credential.text}</pre>
      </details>
    </article>
  );
}

function Effective({ effective }: { effective: Explanation['effective'] }): ReactNode {
  return (
    <DataList
      label={words('policy.explain.effective')}
      rows={effective}
      rowKey={(setting) => setting.key}
      columns={[
        { key: 'key', header: words('policy.explain.columns.setting'), names: true, cell: (row) => row.key },
        { key: 'value', header: words('policy.explain.columns.value'), breaks: true, cell: (row) => row.value },
        { key: 'by', header: words('policy.explain.columns.decidedBy'), cell: (row) => row.decidedBy },
      ]}
    />
  );
}
