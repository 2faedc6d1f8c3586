import { List, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { TimeText } from '../../design/time-text.tsx';
import { Lines, Section } from '../parts/section.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { wordOf, words } from '../words.ts';
import classes from './credential.module.css';
import {
  assessmentLines,
  type CredentialAnswer,
  factLines,
  type Problem,
  problemsOf,
  reasonsOf,
  verdictSummary,
} from './model.ts';
import { RuleList } from './rule-list.tsx';

type ColumnProps = { readonly answer: CredentialAnswer };

/** The three stages side by side: what is proved, what that makes of it, what the policy says of that. */
export function FactsColumn({ answer }: ColumnProps): ReactNode {
  return (
    <Section title={words('credential.facts')} text={words('credential.factsText')}>
      <Lines lines={factLines(answer.facts)} />
    </Section>
  );
}

export function AssessmentColumn({ answer }: ColumnProps): ReactNode {
  const reasons = reasonsOf(answer.assessment);
  return (
    <Section title={words('credential.assessment')} text={words('credential.assessmentText')}>
      <Stack>
        <Problems problems={problemsOf(answer.assessment)} />
        <Lines lines={assessmentLines(answer.assessment)} />
        <div>
          <Title order={3} size="h4" mb={4}>
            {words('credential.reasons')}
          </Title>
          {reasons.length === 0 ? (
            <Text c="dimmed">{words('credential.noReasons')}</Text>
          ) : (
            <List spacing={8}>
              {reasons.map((reason) => (
                <List.Item key={`${reason.code} ${reason.text}`}>
                  {reason.text}
                  <Text size="xs" c="dimmed" ff="monospace">
                    {reason.code}
                  </Text>
                </List.Item>
              ))}
            </List>
          )}
        </div>
      </Stack>
    </Section>
  );
}

/** What speaks against the model or its certificates comes first: it is why somebody opens this page. */
function Problems({ problems }: { problems: readonly Problem[] }): ReactNode {
  if (problems.length === 0) return <StateMark kind="done">{words('credential.noProblems')}</StateMark>;
  return (
    <ul className={classes['rules']} aria-label={words('credential.problems')}>
      {problems.map(({ status, since, scope, text }) => (
        <li key={`${status} ${since} ${scope}`}>
          <Text component="div" fw={600}>
            <StateMark kind="bad">{wordOf('trust.statuses', status) ?? status}</StateMark>
          </Text>
          <Text size="sm">{text}</Text>
          <Text size="xs" c="dimmed" component="div">
            {since !== null && (
              <>
                {words('credential.since')} <TimeText at={since} /> ·{' '}
              </>
            )}
            {wordOf('credential.scopes', scope) ?? scope}
          </Text>
        </li>
      ))}
    </ul>
  );
}

export function VerdictColumn({ answer: { verdict } }: ColumnProps): ReactNode {
  const accepted = verdict.outcome === 'accepted';
  return (
    <Section title={words('credential.verdict')} text={words('credential.verdictText')}>
      <Stack>
        <div>
          <Text fw={600} component="div">
            <StateMark kind={accepted ? 'done' : 'bad'}>
              {accepted ? words('credential.accepted') : words('credential.refused')}
            </StateMark>
          </Text>
          <Text size="sm">
            {words('credential.tier', { tier: verdict.tier })} · {verdictSummary(verdict)}
          </Text>
        </div>
        <RuleList rules={verdict.rules} />
      </Stack>
    </Section>
  );
}
